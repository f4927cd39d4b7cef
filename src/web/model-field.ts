import { buildAskForm } from './ask-form.js';
import { make } from './element.js';

/** A field for the model that a part is to change to; `load` is told its folder. */
export function buildModelField(load: (folder: string) => void): HTMLElement {
  const folder = make('input', { id: 'load-model', type: 'text', required: '' });
  const help =
    'the folder of a model, or a name such as nottingham: it plays from the next bar line on';
  return buildAskForm(folder, { label: 'Load', button: 'Load', help }, load);
}

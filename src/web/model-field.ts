import { make } from './element.js';

/** A field for the model that a part is to change to; `load` is told its folder. */
export function buildModelField(load: (folder: string) => void): HTMLElement {
  const folder = make('input', { id: 'load-model', type: 'text', required: '' });
  const form = make(
    'form',
    { class: 'knob' },
    make('label', { for: folder.id }, 'Load'),
    make('div', { class: 'field' }, folder, make('button', {}, 'Load')),
    make('p', {}, 'the folder of a model, or groove: it plays from the next bar line on'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    load(folder.value);
  });
  return form;
}

import type { Hello } from '../daemon/core/messages.js';
import { buildAskForm } from './ask-form.js';
import { make } from './element.js';
import type { Shelf } from './presets.js';

/** A choice of the models that the daemon knows, and a field for any other folder; `load` is told what is chosen. */
export function buildModelField(load: (model: string) => void): Shelf<Hello['loadable']> {
  const models = make('select', { id: 'load-model' });
  const folder = make('input', {
    type: 'text',
    class: 'folder',
    required: '',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    placeholder: 'its folder',
    'aria-label': 'folder of a model',
  });
  const other = make('option', { value: '' }, 'another folder…');
  const form = buildAskForm(
    models,
    { label: 'Load', button: 'Load', help: 'it plays from the next bar line on' },
    (model) => load(model === '' ? folder.value : model),
  );
  models.after(folder);
  const showFolder = (): void => {
    folder.hidden = models.value !== '';
    // What is not seen cannot be found missing.
    folder.disabled = folder.hidden;
  };
  models.addEventListener('change', () => {
    showFolder();
    if (!folder.hidden) folder.focus();
  });
  return {
    content: [form],
    show: (names) => {
      const chosen = models.selectedIndex < 0 ? names[0]! : models.value;
      models.replaceChildren(
        ...names.map((name) => make('option', { value: name }, titleOf(name))),
        other,
      );
      models.value = chosen;
      showFolder();
    },
  };
}

/** Folders that differ in their ends alone are told apart where the line is cut. */
function titleOf(name: string): string {
  const [, above, last] = /^(.+[\\/])([^\\/]+)$/.exec(name) ?? [];
  return above === undefined ? name : `${last!} (in ${above})`;
}

import type { CommandMessage, Hello } from '../daemon/core/messages.js';
import { buildAskForm } from './ask-form.js';
import { make } from './element.js';

/** A part of the page with commands of its own, whose elements stay the same while what they show changes. */
export interface Shelf<Shown> {
  readonly content: readonly HTMLElement[];
  /** Shows what the daemon told. */
  show(shown: Shown): void;
}

export type Give = (command: CommandMessage['command'], argument: string) => void;

/** A button for each preset, the current one pressed, with one that deletes it; and a field to save another. */
export function buildPresets(give: Give): Shelf<Hello['presets']> {
  const name = make('input', { id: 'preset-name', type: 'text', required: '', maxlength: '40' });
  const form = buildAskForm(
    name,
    {
      label: 'Save as',
      button: 'Save',
      help: 'all settings as they are now; a preset of this name is replaced',
    },
    (preset) => give('preset-save', preset),
  );
  const list = make('ul', { class: 'shelf', 'aria-label': 'Presets' });
  return {
    content: [form, list],
    show: ({ names, current }) =>
      list.replaceChildren(...names.map((each) => presetItem(each, each === current, give))),
  };
}

function presetItem(name: string, isCurrent: boolean, give: Give): HTMLElement {
  const recall = make(
    'button',
    { type: 'button', class: 'who', 'aria-pressed': String(isCurrent) },
    name,
  );
  recall.addEventListener('click', () => give('preset', name));
  return make('li', {}, recall, deleteButton(name, give));
}

/** The first press asks, so that no slip of a finger costs a preset; the second deletes. */
function deleteButton(name: string, give: Give): HTMLElement {
  const button = make('button', { type: 'button' });
  let asked = false;
  const ask = (now: boolean): void => {
    asked = now;
    button.textContent = now ? 'Sure?' : '×';
    button.setAttribute('aria-label', now ? `really delete ${name}?` : `delete ${name}`);
  };
  button.addEventListener('click', () => {
    if (asked) give('preset-delete', name);
    ask(!asked);
  });
  button.addEventListener('blur', () => ask(false));
  ask(false);
  return button;
}

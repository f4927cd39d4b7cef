import type { CommandMessage, Hello } from '../daemon/core/messages.js';
import { buildAskForm } from './ask-form.js';
import { make } from './element.js';
import { buildSureButton } from './sure-button.js';

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
  const items = new Map<string, PresetItem>();
  return {
    content: [form, list],
    show: ({ names, current }) => {
      for (const [name, { row }] of items) {
        if (names.includes(name)) continue;
        row.remove();
        items.delete(name);
      }
      // Those that stay are not touched: one may have the focus, or ask whether someone is sure.
      names.forEach((name, at) => {
        const item = items.get(name) ?? buildItem(name, give);
        items.set(name, item);
        item.recall.setAttribute('aria-pressed', String(name === current));
        if (list.children[at] !== item.row) list.insertBefore(item.row, list.children[at] ?? null);
      });
    },
  };
}

interface PresetItem {
  readonly row: HTMLElement;
  readonly recall: HTMLElement;
}

function buildItem(name: string, give: Give): PresetItem {
  const recall = make('button', { type: 'button', class: 'who' }, name);
  recall.addEventListener('click', () => give('preset', name));
  const remove = buildSureButton('×', `delete ${name}`, () => give('preset-delete', name));
  return { row: make('li', {}, recall, remove), recall };
}

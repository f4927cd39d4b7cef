import type { Hello } from '../daemon/core/messages.js';
import type { Setting } from '../daemon/core/setting.js';
import type { Controls } from './controls.js';
import { make } from './element.js';
import { buildSureButton } from './sure-button.js';
import type { Tab } from './tabs.js';

/** Commands that have a button of their own elsewhere on the page, or that no finger should slip onto. */
const elsewhere = ['start', 'continue', 'stop', 'end', 'panic', 'tap', 'quit'];

/** Commands that cost what was played, and cannot be taken back. */
const lossy = ['forget', 'cache-reset'];

/** A tab for each group of settings that has a control here, in the order of the table. */
export function groupTabs(
  settings: readonly Setting[],
  groups: Hello['groups'],
  { rows }: Controls,
): Tab[] {
  const content = (group: string): HTMLElement[] =>
    settings
      .filter((setting) => setting.group === group && rows.has(setting.name))
      .map(({ name }) => rows.get(name)!);
  return groups
    .map(({ name, title }) => ({ name, title, content: content(name) }))
    .filter((tab) => tab.content.length > 0);
}

/** A button for each command that can do with nothing said; what is for one part is given with its row. */
export function commandButtons(
  commands: Hello['commands'],
  give: (row: Hello['commands'][number]) => void,
): HTMLElement[] {
  return commands
    .filter(
      ({ name, argument }) =>
        !elsewhere.includes(name) && (argument?.optional ?? argument === undefined),
    )
    .map((row) => {
      const { name, help } = row;
      const attributes = { id: `do-${name}`, title: help };
      if (lossy.includes(name))
        return buildSureButton(words(name), words(name), () => give(row), attributes);
      const button = make('button', { type: 'button', ...attributes }, words(name));
      button.addEventListener('click', () => give(row));
      return button;
    });
}

/** `cache-reset` as people read it. */
function words(name: string): string {
  return name.replaceAll('-', ' ');
}

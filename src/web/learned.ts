import type { Hello } from '../daemon/core/messages.js';
import { partName } from '../daemon/core/part-settings.js';
import { buildAskForm } from './ask-form.js';
import { make } from './element.js';
import type { Give, Shelf } from './presets.js';

export type LearnShown = Pick<
  Hello,
  'learned' | 'presets' | 'settings' | 'groups' | 'commands' | 'models'
>;

/** What a MIDI control can be taught, with a button that waits for one; and each that was taught, with one that unlearns it. */
export function buildLearned(give: Give): Shelf<LearnShown> {
  const targets = make('select', { id: 'learn-target' });
  const form = buildAskForm(
    targets,
    {
      label: 'Teach a MIDI control',
      button: 'Learn',
      help: 'then move a knob, a fader, a key or a pedal: it is that from then on',
    },
    (target) => give('learn', target),
  );
  const list = make('ul', { class: 'shelf', 'aria-label': 'Learned controls' });
  return {
    content: [form, list],
    show: (shown) => {
      offer(targets, shown);
      const { waiting, controls } = shown.learned;
      list.replaceChildren(
        ...(waiting === null ? [] : [learnedItem(waiting, 'waits for a control to move', give)]),
        ...controls.map(({ target, source }) => learnedItem(target, source, give)),
      );
    },
  };
}

function learnedItem(target: string, source: string, give: Give): HTMLElement {
  const button = make('button', { type: 'button', 'aria-label': `unlearn ${target}` }, '×');
  button.addEventListener('click', () => give('unlearn', target));
  return make(
    'li',
    {},
    make('p', { class: 'who' }, make('b', {}, target), make('small', {}, source)),
    button,
  );
}

/** Lists all that can be taught under their groups; what was chosen stays so, where it is there again. */
function offer(targets: HTMLSelectElement, shown: LearnShown): void {
  const chosen = targets.value;
  targets.replaceChildren(
    ...targetGroups(shown)
      .filter(({ targets }) => targets.length > 0)
      .map(({ title, targets }) =>
        make('optgroup', { label: title }, ...targets.map((target) => make('option', {}, target))),
      ),
  );
  targets.value = chosen;
  if (targets.selectedIndex < 0) targets.selectedIndex = 0;
}

interface TargetGroup {
  readonly title: string;
  readonly targets: readonly string[];
}

/** No control sets text, and no slip of a foot ends the daemon. */
function targetGroups({ settings, groups, commands, presets, models }: LearnShown): TargetGroup[] {
  const settable = settings.filter(({ type }) => type !== 'string');
  const bare = commands.filter(
    ({ name, argument }) => name !== 'quit' && (argument?.optional ?? argument === undefined),
  );
  return [
    ...groups.map((group) => ({
      title: group.title,
      targets: settable.filter((setting) => setting.group === group.name).map(({ name }) => name),
    })),
    { title: 'Commands', targets: bare.map(({ name }) => name) },
    ...models.slice(1).map((_, at) => ({
      title: `Part ${at + 2}`,
      targets: [...settable, ...bare]
        .filter(({ scope }) => scope === 'part')
        .map(({ name }) => partName(at + 2, name)),
    })),
    { title: 'Presets', targets: presets.names.map((name) => `preset ${name}`) },
  ];
}

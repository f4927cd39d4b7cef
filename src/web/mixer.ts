import type { Hello } from '../daemon/core/messages.js';
import { partName } from '../daemon/core/part-settings.js';
import type { SettingValue, Values } from '../daemon/core/settings.js';
import { buildControls } from './controls.js';
import { make } from './element.js';

export interface Mixer {
  readonly strips: readonly HTMLElement[];
  /** Shows values that the daemon told. */
  show(values: Values): void;
  /** Shows whose settings the page shows. */
  mark(part: number): void;
}

/** What each strip has at hand, of the settings of a part. */
const atHand = ['mute', 'solo', 'level'];

/** A strip for each part: who it is, and what is at hand of it. A press on the name chooses the part for all else on the page. */
export function buildMixer(
  { models, settings }: Pick<Hello, 'models' | 'settings'>,
  choose: (part: number) => void,
  turn: (name: string, value: SettingValue) => void,
): Mixer {
  const rows = settings.filter(({ name }) => atHand.includes(name));
  const parts = models.map((model, index) => {
    const part = index + 1;
    const own = rows.map((row) => ({ ...row, name: partName(part, row.name) }));
    const controls = buildControls(own, turn, `mix-${part}`);
    const name = make(
      'button',
      { type: 'button', id: `part-${part}`, class: 'who' },
      make('b', {}, String(part)),
      make('span', {}, model.name),
    );
    name.addEventListener('click', () => choose(part));
    const strip = make(
      'div',
      { class: 'strip', role: 'group', 'aria-label': `Part ${part}, ${model.name}` },
      name,
      ...controls.rows.values(),
    );
    return { name, strip, controls };
  });
  return {
    strips: parts.map(({ strip }) => strip),
    show: (values) => parts.forEach(({ controls }) => controls.show(values)),
    mark: (chosen) =>
      parts.forEach(({ name }, index) =>
        name.setAttribute('aria-pressed', String(index + 1 === chosen)),
      ),
  };
}

import type { Hello } from '../daemon/core/messages.js';
import { partName } from '../daemon/core/part-settings.js';
import type { SettingValue, Values } from '../daemon/core/setting.js';
import { silenceOf } from '../daemon/core/silence.js';
import { buildControls } from './controls.js';
import { make } from './element.js';

export interface Mixer {
  readonly strips: readonly HTMLElement[];
  /** Shows all values as the daemon told them. */
  show(values: Values): void;
  /** Shows what each part plays now. */
  name(models: Hello['models']): void;
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
  const parts = models.map((_, index) => {
    const part = index + 1;
    const own = rows.map((row) => ({ ...row, name: partName(part, row.name) }));
    const controls = buildControls(own, turn, `mix-${part}`);
    const model = make('span');
    const silence = make('small');
    const name = make(
      'button',
      { type: 'button', id: `part-${part}`, class: 'who' },
      make('b', {}, String(part)),
      model,
      silence,
    );
    name.addEventListener('click', () => choose(part));
    const strip = make('div', { class: 'strip', role: 'group' }, name, ...controls.rows.values());
    // Read aloud, a strip is not in sight.
    for (const row of controls.rows.values())
      row.querySelector('input')!.ariaLabel =
        `${row.querySelector('label')!.textContent}, part ${part}`;
    return { model, silence, name, strip, controls };
  });
  const nameAll = (models: Hello['models']): void =>
    parts.forEach(({ model, strip }, index) => {
      model.textContent = models[index]!.name;
      strip.ariaLabel = `Part ${index + 1}, ${models[index]!.name}`;
    });
  nameAll(models);
  return {
    strips: parts.map(({ strip }) => strip),
    show: (values) =>
      parts.forEach(({ controls, silence }, index) => {
        controls.show(values);
        silence.textContent = silenceOf(values, index + 1, parts.length) ?? '';
      }),
    name: nameAll,
    mark: (chosen) =>
      parts.forEach(({ name }, index) =>
        name.setAttribute('aria-pressed', String(index + 1 === chosen)),
      ),
  };
}

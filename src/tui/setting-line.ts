import { nearestName } from '../daemon/core/nearest.js';
import { describeValues, isTruth, parseSetting } from '../daemon/core/parse-settings.js';
import { splitPartName } from '../daemon/core/part-settings.js';
import type { Setting } from '../daemon/core/setting.js';
import { type Outcome, quiet } from './outcome.js';
import { ask, enter } from './setting-change.js';
import { note, settingsOf, type State } from './state.js';

/** A setting in a command line: its name alone chooses it, and what is said after the name sets it. */
export function giveSetting(state: State, setting: Setting, said: string | undefined): Outcome {
  const names = settingsOf(state).map(({ name }) => name);
  const here: State = {
    ...state,
    chosen: names.indexOf(setting.name),
    typed: null,
    pane: 'stage',
  };
  if (said === undefined) return quiet(here);
  if (setting.type === 'number' || setting.type === 'string')
    return enter({ ...here, typed: said });
  const isOne = setting.type === 'choice' ? setting.choices.includes(said) : isTruth(said);
  if (isOne) return ask(here, setting, parseSetting(setting, said));
  const near = nearestName(said, valuesOf(setting));
  const meant = near === undefined ? '' : `; it may have been ${near}`;
  const hint = `it takes ${describeTaken(setting)}${meant}`;
  const text = `${bareName(setting)} cannot be "${said}". Hint: ${hint}.`;
  return quiet(note(here, { level: 'warn', text }));
}

/** The words that it takes; none where it takes numbers or any text. */
export function valuesOf(setting: Setting): readonly string[] {
  if (setting.type === 'choice') return setting.choices;
  return setting.type === 'boolean' ? ['on', 'off'] : [];
}

/** What may be said after its name, for people. */
export function describeTaken(setting: Setting): string {
  return setting.type === 'boolean' ? 'on or off' : describeValues(setting);
}

/** As it is typed: the part that is shown is meant. */
export function bareName({ name }: Setting): string {
  return splitPartName(name).name;
}

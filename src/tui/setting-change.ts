import { readAmount } from '../daemon/core/amount.js';
import { describeRange } from '../daemon/core/parse-settings.js';
import { partName } from '../daemon/core/part-settings.js';
import type {
  NumberSetting,
  Setting,
  SettingValue,
  StringSetting,
} from '../daemon/core/setting.js';
import { type Outcome, quiet } from './outcome.js';
import { note, settingsOf, type State } from './state.js';

/** The chosen setting, by so many of its steps, from what was last asked for. */
export function change(state: State, steps: number): Outcome {
  const setting = settingsOf(state)[state.chosen];
  if (setting === undefined) return quiet(state);
  const waiting = state.asked[setting.name]?.at(-1);
  const value = waiting ?? state.values[setting.name] ?? setting.default;
  const next = stepped(setting, value, steps);
  return next === value ? quiet(state) : ask({ ...state, typed: null }, setting, next);
}

/** Of the part that is shown. */
export function toggle(state: State, name: 'mute' | 'solo'): Outcome {
  const full = partName(state.part, name);
  const setting = settingsOf(state).find((one) => one.name === full);
  if (setting === undefined) return quiet(state);
  const now = state.asked[full]?.at(-1) ?? state.values[full];
  return ask(state, setting, now !== true);
}

/** A new seed for the part that is shown, from the whole range. */
export function roll(state: State, random: () => number): Outcome {
  const name = partName(state.part, 'seed');
  const seed = settingsOf(state).find((setting) => setting.name === name);
  if (!isNumber(seed)) return quiet(state);
  return ask(state, seed, seed.min + Math.floor(random() * (seed.max - seed.min + 1)));
}

/** Sets what was typed, or begins to type words or the name of a pitch. A value out of range goes out as it is: the daemon clamps it and echoes what it took. */
export function enter(state: State): Outcome {
  const setting = settingsOf(state)[state.chosen];
  if (isWords(setting)) {
    if (state.typed !== null) return ask({ ...state, typed: null }, setting, state.typed);
    return quiet({ ...state, typed: String(state.values[setting.name] ?? setting.default) });
  }
  if (isPitch(setting) && state.typed === null) return quiet({ ...state, typed: '' });
  if (state.typed === null || state.typed === '' || !isNumber(setting))
    return quiet({ ...state, typed: null });
  const value = readAmount(state.typed, setting);
  if (value !== undefined) return ask({ ...state, typed: null }, setting, value);
  const what = isPitch(setting) ? 'no pitch' : 'not a number';
  const text = `"${state.typed}" is ${what}. Hint: type one from ${describeRange(setting)}.`;
  return quiet(note({ ...state, typed: null }, { level: 'warn', text }));
}

/** Asks the daemon, whose echo is what the screen shows. */
export function ask(state: State, setting: Setting, value: SettingValue): Outcome {
  if (state.connection !== 'up') return quiet(state);
  const waiting = [...(state.asked[setting.name] ?? []), value];
  return {
    state: { ...state, asked: { ...state.asked, [setting.name]: waiting } },
    send: [{ type: 'set', name: setting.name, value }],
  };
}

export function isNumber(setting: Setting | undefined): setting is NumberSetting {
  return setting?.type === 'number';
}

export function isPitch(setting: Setting | undefined): setting is NumberSetting {
  return isNumber(setting) && setting.pitch === true;
}

export function isWords(setting: Setting | undefined): setting is StringSetting {
  return setting?.type === 'string';
}

/** Rounded to the decimals of the step, so that ten steps of 0.05 are 0.5; what is finer keeps its own. */
function stepped(setting: Setting, value: SettingValue, steps: number): SettingValue {
  if (setting.type === 'boolean') return steps > 0;
  if (setting.type === 'choice') {
    const at = setting.choices.indexOf(String(value)) + Math.sign(steps);
    return setting.choices[Math.min(setting.choices.length - 1, Math.max(0, at))]!;
  }
  if (setting.type === 'string' || typeof value !== 'number') return value;
  const { step, min, max, fine } = setting;
  const next = Number((value + steps * step).toFixed(fine === true ? 3 : decimals(step)));
  return Math.min(max, Math.max(min, next));
}

function decimals(step: number): number {
  return String(step).split('.')[1]?.length ?? 0;
}

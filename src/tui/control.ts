import type {
  CommandName,
  NumberSetting,
  Setting,
  SettingValue,
  StringSetting,
} from '../daemon/core/settings.js';
import { actionOf } from './keymap.js';
import { type Outcome, quiet } from './outcome.js';
import { character, give, isText, typeLine } from './command-line.js';
import { note, settingsOf, type State } from './state.js';
import { partName } from '../daemon/core/part-settings.js';

/** What a key does. Values change on the screen when the daemon echoes them, not here. `random` is in [0, 1). */
export function press(state: State, key: string, random: () => number): Outcome {
  if (state.line !== null && key !== 'C-c' && key !== 'C-l')
    return typeLine(state, state.line, key);
  if (isWords(settingsOf(state)[state.chosen]) && state.typed !== null && isText(key))
    return quiet({ ...state, typed: state.typed + character(key) });
  const action = actionOf(key);
  switch (action) {
    case 'quit':
      return { ...quiet(state), effect: 'quit' };
    case 'redraw':
      return { ...quiet(state), effect: 'redraw' };
    case 'play':
      return command(state, state.playing ? 'stop' : 'start');
    case 'continue':
    case 'tap':
    case 'downbeat':
    case 'fill':
    case 'approve':
    case 'back':
    case 'keep':
    case 'panic':
      return command(state, action);
    case 'help':
    case 'log':
      return quiet(showPane(state, action));
    case 'command':
      return quiet({ ...state, line: '', typed: null });
    case 'next-group':
      return quiet({ ...state, chosen: otherGroup(state, 1), typed: null });
    case 'previous-group':
      return quiet({ ...state, chosen: otherGroup(state, -1), typed: null });
    case 'previous':
      return choose(state, -1);
    case 'next':
      return choose(state, 1);
    case 'less':
      return change(state, -1);
    case 'more':
      return change(state, 1);
    case 'much-less':
      return state.pane === 'stage' ? change(state, -10) : quiet(turnPage(state, 1));
    case 'much-more':
      return state.pane === 'stage' ? change(state, 10) : quiet(turnPage(state, -1));
    case 'next-part':
      return quiet(showPart(state, state.part + 1));
    case 'previous-part':
      return quiet(showPart(state, state.part - 1));
    case 'mute':
    case 'solo':
      return toggle(state, action);
    case 'dice':
      return roll(state, random);
    case 'type':
      return isNumber(settingsOf(state)[state.chosen])
        ? quiet({ ...state, typed: (state.typed ?? '').slice(0, 9) + key })
        : quiet(state);
    case 'erase':
      return quiet({ ...state, typed: state.typed?.slice(0, -1) ?? null });
    case 'cancel':
      return quiet(
        state.typed === null ? { ...state, pane: 'stage', log: null } : { ...state, typed: null },
      );
    case 'enter':
      return enter(state);
    case undefined:
      return quiet(state);
  }
}

function command(state: State, name: CommandName): Outcome {
  const found = state.hello?.commands.find((one) => one.name === name);
  return found === undefined ? quiet(state) : give(state, found);
}

/** One of the parts there are; the chosen setting stays what it is. */
export function showPart(state: State, part: number): State {
  const most = state.hello?.models.length ?? 1;
  return { ...state, part: Math.min(most, Math.max(1, part)), typed: null };
}

function toggle(state: State, name: 'mute' | 'solo'): Outcome {
  const full = partName(state.part, name);
  const setting = settingsOf(state).find((one) => one.name === full);
  if (setting === undefined) return quiet(state);
  const now = state.asked[full]?.at(-1) ?? state.values[full];
  return ask(state, setting, now !== true);
}

function showPane(state: State, pane: 'help' | 'log'): State {
  return { ...state, pane: state.pane === pane ? 'stage' : pane, page: 0 };
}

function turnPage(state: State, by: 1 | -1): State {
  return { ...state, page: state.page + by };
}

/** The first setting of the group `by` groups on, round and round. */
function otherGroup(state: State, by: 1 | -1): number {
  const settings = settingsOf(state);
  const firsts = settings.flatMap(({ group }, at) =>
    settings[at - 1]?.group === group ? [] : [at],
  );
  const here = firsts.findLastIndex((first) => first <= state.chosen);
  return firsts[(here + by + firsts.length) % firsts.length] ?? 0;
}

function choose(state: State, by: number): Outcome {
  const count = settingsOf(state).length;
  if (count === 0) return quiet(state);
  return quiet({ ...state, chosen: (state.chosen + by + count) % count, typed: null });
}

export function change(state: State, steps: number): Outcome {
  const setting = settingsOf(state)[state.chosen];
  if (setting === undefined) return quiet(state);
  const waiting = state.asked[setting.name]?.at(-1);
  const value = waiting ?? state.values[setting.name] ?? setting.default;
  const next = stepped(setting, value, steps);
  return next === value ? quiet(state) : ask({ ...state, typed: null }, setting, next);
}

/** Rounded to the decimals of the step, so that ten steps of 0.05 are 0.5. */
function stepped(setting: Setting, value: SettingValue, steps: number): SettingValue {
  if (setting.type === 'boolean') return steps > 0;
  if (setting.type === 'choice') {
    const at = setting.choices.indexOf(String(value)) + Math.sign(steps);
    return setting.choices[Math.min(setting.choices.length - 1, Math.max(0, at))]!;
  }
  if (setting.type === 'string' || typeof value !== 'number') return value;
  const { step, min, max } = setting;
  const next = Number((value + steps * step).toFixed(decimals(step)));
  return Math.min(max, Math.max(min, next));
}

function roll(state: State, random: () => number): Outcome {
  const name = partName(state.part, 'seed');
  const seed = settingsOf(state).find((setting) => setting.name === name);
  if (!isNumber(seed)) return quiet(state);
  return ask(state, seed, seed.min + Math.floor(random() * (seed.max - seed.min + 1)));
}

/** A value out of range goes out as it is: the daemon clamps it and echoes what it took. */
function enter(state: State): Outcome {
  const setting = settingsOf(state)[state.chosen];
  if (isWords(setting)) {
    if (state.typed !== null) return ask({ ...state, typed: null }, setting, state.typed);
    return quiet({ ...state, typed: String(state.values[setting.name] ?? setting.default) });
  }
  if (state.typed === null || !isNumber(setting)) return quiet({ ...state, typed: null });
  const value = Number(state.typed);
  if (state.typed !== '' && Number.isFinite(value))
    return ask({ ...state, typed: null }, setting, value);
  const text = `"${state.typed}" is not a number. Hint: type one from ${setting.min} to ${setting.max}.`;
  return quiet(note({ ...state, typed: null }, { level: 'warn', text }));
}

export function ask(state: State, setting: Setting, value: SettingValue): Outcome {
  if (state.link !== 'up') return quiet(state);
  const waiting = [...(state.asked[setting.name] ?? []), value];
  return {
    state: { ...state, asked: { ...state.asked, [setting.name]: waiting } },
    send: [{ type: 'set', name: setting.name, value }],
  };
}

export function isNumber(setting: Setting | undefined): setting is NumberSetting {
  return setting?.type === 'number';
}

function isWords(setting: Setting | undefined): setting is StringSetting {
  return setting?.type === 'string';
}

function decimals(step: number): number {
  return String(step).split('.')[1]?.length ?? 0;
}

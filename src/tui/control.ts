import type { CommandName } from '../daemon/core/live-commands.js';
import { character, give, isText, typeLine } from './command-line.js';
import { actionOf } from './keymap.js';
import { type Outcome, quiet } from './outcome.js';
import { change, enter, isNumber, isPitch, isWords, roll, toggle } from './setting-change.js';
import { settingsOf, type State } from './state.js';

/** What a key does. Values change on the screen when the daemon echoes them, not here. `random` is in [0, 1). */
export function press(state: State, key: string, random: () => number): Outcome {
  if (state.line !== null && key !== 'C-c' && key !== 'C-l')
    return typeLine(state, state.line, key);
  if (isLetter(state, key)) return quiet({ ...state, typed: state.typed! + character(key) });
  const action = actionOf(key);
  switch (action) {
    case 'quit':
      return { ...quiet(state), effect: 'quit' };
    case 'redraw':
      return { ...quiet(state), effect: 'redraw' };
    case 'play':
      return command(state, state.playing ? 'stop' : 'start');
    case 'continue':
    case 'end':
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

/** Whether a key that may be a command belongs to what is being typed: to words, or to a pitch that is called by its name. */
function isLetter(state: State, key: string): boolean {
  const setting = settingsOf(state)[state.chosen];
  if (state.typed === null || !isText(key)) return false;
  if (isWords(setting)) return true;
  return isPitch(setting) && /^[a-z#]$/.test(key) && /^(?!\d)/.test(state.typed);
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

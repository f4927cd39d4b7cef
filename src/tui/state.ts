import type { ClockStatus } from '../daemon/core/clock-status.js';
import type { Hello, Meters, PartModel } from '../daemon/core/messages.js';
import { rowsOf } from '../daemon/core/part-settings.js';
import type { Setting, SettingValue, Values } from '../daemon/core/setting.js';
import { type Player, silentPlayer } from './player.js';

/** All that the screen shows. It changes only by what the daemon says (`receive.ts`) and by keys (`control.ts`). */
export interface State {
  /** HOST:PORT of the daemon. */
  readonly address: string;
  readonly connection: 'connecting' | 'up' | 'lost';
  /** What the daemon said of itself; ports, presets and learned controls as it last told them. */
  readonly hello: Hello | null;
  /** As the daemon last echoed them. */
  readonly values: Values;
  /** Values on their way to the daemon, by setting, oldest first: the next step starts from the newest. */
  readonly asked: Readonly<Record<string, readonly SettingValue[]>>;
  readonly playing: boolean;
  /** Where the beat comes from; null before the daemon has said. */
  readonly clock: ClockStatus | null;
  /** The part that is shown and steered, from 1. */
  readonly part: number;
  /** All parts, part 1 first. */
  readonly players: readonly Player[];
  /** The last key that somebody struck, whatever came of it; null before the first. */
  readonly key: StruckKey | null;
  readonly meters: Meters | null;
  readonly log: LogLine | null;
  /** What the log has said, oldest first: as much as the log pane may show. */
  readonly logs: readonly LogLine[];
  /** Index of the setting that the keys change. */
  readonly chosen: number;
  /** A value being typed for it. */
  readonly typed: string | null;
  /** A command being typed, without its colon. */
  readonly line: string | null;
  /** What stands in the place of roll and settings. */
  readonly pane: 'stage' | 'help' | 'log';
  /** Pages that were turned in it, either way: the view goes round and round those there are. */
  readonly page: number;
}

export interface StruckKey {
  readonly pitch: number;
  /** From 1. */
  readonly channel: number;
  /** How often the meters came since: twice a second. */
  readonly age: number;
}

/** More lines of the log than any terminal shows. */
const mostLogs = 200;

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

export function initialState(address: string): State {
  return {
    address,
    connection: 'connecting',
    hello: null,
    values: {},
    asked: {},
    playing: false,
    clock: null,
    part: 1,
    players: [],
    key: null,
    meters: null,
    log: null,
    logs: [],
    chosen: 0,
    typed: null,
    line: null,
    pane: 'stage',
    page: 0,
  };
}

/** A line for the log, from the daemon or of this screen's own. */
export function note(state: State, log: LogLine): State {
  return { ...state, log, logs: [...state.logs, log].slice(-mostLogs) };
}

/** What all parts share, and what is the chosen part's, by full names. */
export function settingsOf({ hello, part }: State): readonly Setting[] {
  return hello === null ? [] : rowsOf(hello.settings, part);
}

/** The part that is shown. */
export function playerOf({ players, part }: State): Player {
  return players[part - 1] ?? silentPlayer;
}

/** What it plays; null before the daemon has said. */
export function modelOf({ hello }: State, part: number): PartModel | null {
  return hello?.models[part - 1] ?? null;
}

/** A change of metre is set at once, though it holds from the next bar line. */
export function ticksPerBar(state: State, part = state.part): number {
  const beats = state.values['beats-per-bar'];
  const ticks = typeof beats === 'number' ? beats * ticksPerBeat(state, part) : undefined;
  return Math.max(1, ticks ?? modelOf(state, part)?.ticksPerBar ?? 16);
}

export function ticksPerBeat(state: State, part = state.part): number {
  return Math.max(1, modelOf(state, part)?.ticksPerBeat ?? 4);
}

import type { ClockStatus } from '../daemon/core/clock-status.js';
import type { Hello, Meters, PartModel, ServerMessage } from '../daemon/core/messages.js';
import { protocolVersion } from '../daemon/core/messages.js';
import { partName } from '../daemon/core/part-settings.js';
import type { Setting, SettingValue, Values } from '../daemon/core/settings.js';
import { hear, type Player, silentPlayer } from './player.js';

/** All that the screen shows. It changes only through the functions of this file and of `control.ts`. */
export interface State {
  /** HOST:PORT of the daemon. */
  readonly address: string;
  readonly link: 'connecting' | 'up' | 'lost';
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

/** More lines of the log than any terminal shows. */
const mostLogs = 200;

export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
}

export function initialState(address: string): State {
  return {
    address,
    link: 'connecting',
    hello: null,
    values: {},
    asked: {},
    playing: false,
    clock: null,
    part: 1,
    players: [],
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

export function receive(state: State, message: ServerMessage): State {
  switch (message.type) {
    case 'hello':
      return welcome(state, message);
    case 'values':
      return {
        ...state,
        values: { ...state.values, ...message.values },
        asked: stillAsked(state.asked, message.values),
        // What was drawn in bars of another length cannot stand beside what comes.
        players: sameMetre(state.values, message.values)
          ? state.players
          : state.players.map((player) => ({ ...player, roll: [] })),
      };
    case 'transport':
      return {
        ...state,
        playing: message.playing,
        players: state.players.map((player) => ({ ...player, plan: [] })),
      };
    case 'midi':
    case 'presets':
    case 'learned': {
      const { hello } = state;
      return { ...state, hello: hello === null ? null : { ...hello, [message.type]: message } };
    }
    case 'models': {
      const { hello } = state;
      return { ...state, hello: hello && { ...hello, models: message.models } };
    }
    case 'clock':
      return { ...state, clock: message };
    case 'turn':
    case 'plan':
    case 'tick':
    case 'note': {
      const bar = ticksPerBar(state, message.part);
      const players = state.players.map((player, index) =>
        index + 1 === message.part ? hear(player, message, bar) : player,
      );
      return { ...state, players };
    }
    case 'meters':
      return { ...state, meters: message };
    case 'log':
      return note(state, { level: message.level, text: message.text });
    default:
      return state; // A newer daemon may send more.
  }
}

/** What was shown stays on the screen: it is the last that is known. */
export function loseLink(state: State): State {
  const link = state.hello === null ? 'connecting' : 'lost';
  return { ...state, link, asked: {}, typed: null, line: null };
}

/** A line for the log, from the daemon or of this screen's own. */
export function note(state: State, log: LogLine): State {
  return { ...state, log, logs: [...state.logs, log].slice(-mostLogs) };
}

/** What all parts share, and what is the chosen part's, by full names. */
export function settingsOf({ hello, part }: State): readonly Setting[] {
  if (hello === null) return [];
  return hello.settings.map((row) =>
    row.scope === 'part' ? { ...row, name: partName(part, row.name) } : row,
  );
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

function sameMetre(before: Values, now: Values): boolean {
  const name = 'beats-per-bar';
  return !(name in now) || now[name] === before[name];
}

function welcome(state: State, hello: Hello): State {
  return {
    ...initialState(state.address),
    link: 'up',
    hello,
    values: hello.values,
    playing: hello.playing,
    clock: hello.clock,
    part: Math.min(state.part, hello.models.length),
    players: hello.models.map((_, index) => ({
      ...silentPlayer,
      turn: hello.turns.find(({ part }) => part === index + 1) ?? null,
    })),
    log: otherProtocol(hello) ?? (state.link === 'up' ? state.log : null),
    logs: state.logs,
    chosen: Math.min(state.chosen, Math.max(0, hello.settings.length - 1)),
    pane: state.pane,
    page: state.page,
  };
}

function otherProtocol(hello: Hello): LogLine | null {
  if (hello.protocol === protocolVersion) return null;
  const text = `The daemon speaks protocol ${hello.protocol}, this screen ${protocolVersion}. Hint: update the older one.`;
  return { level: 'warn', text };
}

/** An echo answers the request of that value and all before it; any other value is someone else's, or was clamped. */
function stillAsked(asked: State['asked'], echoed: Values): State['asked'] {
  const left = Object.entries(asked).map(([name, waiting]) => {
    if (!(name in echoed)) return [name, waiting] as const;
    const at = waiting.indexOf(echoed[name]!);
    return [name, at < 0 ? [] : waiting.slice(at + 1)] as const;
  });
  return Object.fromEntries(left);
}

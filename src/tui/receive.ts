import type { Hello, ServerMessage } from '../daemon/core/messages.js';
import { protocolVersion } from '../daemon/core/messages.js';
import { partHears } from '../daemon/core/part-settings.js';
import type { Values } from '../daemon/core/setting.js';
import { hear, hearKey, silentPlayer } from './player.js';
import { initialState, type LogLine, modelOf, note, type State, ticksPerBar } from './state.js';

/** What the screen shows after a message of the daemon. */
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
    case 'loadable': {
      const { hello } = state;
      return { ...state, hello: hello && { ...hello, loadable: message.names } };
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
    case 'key':
      return {
        ...state,
        key: { pitch: message.pitch, channel: message.channel, age: 0 },
        players: state.players.map((player, index) => {
          const model = modelOf(state, index + 1);
          const isHeard = partHears(state.values, index + 1, message.channel - 1);
          return model !== null && isHeard ? hearKey(player, message, model) : player;
        }),
      };
    case 'meters': {
      const { key } = state;
      return { ...state, meters: message, key: key && { ...key, age: key.age + 1 } };
    }
    case 'log':
      return note(state, { level: message.level, text: message.text });
    default:
      return state; // A newer daemon may send more.
  }
}

/** What was shown stays on the screen: it is the last that is known. */
export function loseConnection(state: State): State {
  const connection = state.hello === null ? 'connecting' : 'lost';
  return { ...state, connection, asked: {}, typed: null, line: null };
}

function sameMetre(before: Values, now: Values): boolean {
  const name = 'beats-per-bar';
  return !(name in now) || now[name] === before[name];
}

function welcome(state: State, hello: Hello): State {
  return {
    ...initialState(state.address),
    connection: 'up',
    hello,
    values: hello.values,
    playing: hello.playing,
    clock: hello.clock,
    part: Math.min(state.part, hello.models.length),
    players: hello.models.map((_, index) => ({
      ...silentPlayer,
      turn: hello.turns.find(({ part }) => part === index + 1) ?? null,
    })),
    log: otherProtocol(hello) ?? (state.connection === 'up' ? state.log : null),
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

import fc from 'fast-check';
import { clockStates } from '../../src/daemon/core/clock-status.js';
import type { Hello, ServerMessage } from '../../src/daemon/core/messages.js';
import { press } from '../../src/tui/control.js';
import { keymap } from '../../src/tui/keymap.js';
import { loseConnection, receive } from '../../src/tui/receive.js';
import { initialState, type State } from '../../src/tui/state.js';
import {
  bandHello,
  drumHello,
  keyMessage,
  noteMessage,
  notesHello,
  tickMessage,
} from './fake-daemon.js';

export const address = '127.0.0.1:8765';
export const allKeys = keymap.flatMap((row) => Object.keys(row.binds));

/** The state after a daemon has said `messages`. */
export function after(...messages: readonly ServerMessage[]): State {
  return messages.reduce(receive, initialState(address));
}

/** The state after `keys`, and all that was sent for them. */
export function keysPressed(state: State, ...keys: readonly string[]) {
  const sent = [];
  for (const key of keys) {
    const outcome = press(state, key, () => 0.5);
    state = outcome.state;
    sent.push(...outcome.send);
  }
  return { state, sent };
}

/** Text as it may come from outside: any characters, wide, combining and control ones among them. */
const anyText = fc.string({ unit: 'binary', maxLength: 200, size: 'max' });

const anyHello: fc.Arbitrary<Hello> = fc
  .record({
    base: fc.constantFrom(drumHello, notesHello, bandHello),
    name: anyText,
    midi: fc.record({
      outs: fc.array(fc.option(anyText, { nil: null }), { minLength: 1, maxLength: 3 }),
      in: fc.option(anyText, { nil: null }),
      note: anyText,
    }),
    ticksPerBar: fc.integer({ min: 1, max: 200 }),
  })
  .map(({ base, name, midi, ticksPerBar }) => ({
    ...base,
    midi,
    models: [{ ...base.models[0], name, ticksPerBar }, ...base.models.slice(1)],
  }));

const anyLatency = fc.record({ p50: fc.nat(), p99: fc.nat(), max: fc.nat() });

const anyMessage: fc.Arbitrary<ServerMessage> = fc.oneof(
  anyHello,
  fc
    .tuple(fc.nat(2000), anyText, fc.boolean())
    .map(([tick, token, missed]) => tickMessage(tick, token, missed)),
  fc
    .tuple(fc.nat(2000), anyText, fc.nat(127), fc.integer({ min: 1, max: 127 }))
    .map((note) => noteMessage(...note)),
  fc
    .tuple(
      fc.option(fc.double({ min: -1, max: 500, noNaN: true }), { nil: null }),
      anyText,
      fc.nat(127),
      fc.integer({ min: 1, max: 127 }),
      fc.integer({ min: 1, max: 16 }),
    )
    .map((key) => keyMessage(...key)),
  fc.record({
    type: fc.constant('meters' as const),
    ticks: fc.nat(),
    notesOn: fc.nat(),
    notesOff: fc.nat(),
    misses: fc.nat(),
    fallbacks: fc.nat(),
    lateness: anyLatency,
    predict: anyLatency,
    clients: fc.nat(),
  }),
  fc.record({
    type: fc.constant('log' as const),
    level: fc.constantFrom('info', 'warn', 'error'),
    text: anyText,
  }),
  fc.record({ type: fc.constant('transport' as const), playing: fc.boolean() }),
  fc.record({
    type: fc.constant('clock' as const),
    state: fc.constantFrom(...clockStates),
    bpm: fc.double({ min: 10, max: 400, noNaN: true }),
    other: fc.double({ min: 0, max: 400, noNaN: true }),
  }),
  fc.integer({ min: 2, max: 7 }).map((beats) => ({
    type: 'values' as const,
    values: { 'beats-per-bar': beats },
  })),
);

const anyEvent: fc.Arbitrary<(state: State) => State> = fc.oneof(
  anyMessage.map((message) => (state: State) => receive(state, message)),
  fc.constantFrom(...allKeys).map((key) => (state: State) => press(state, key, () => 0.5).state),
  fc.constant(loseConnection),
);

/** Any state that messages, keys and broken links can lead to. */
export const anyState: fc.Arbitrary<State> = fc
  .array(anyEvent, { maxLength: 40, size: 'max' })
  .map((events) => events.reduce((state, event) => event(state), initialState(address)));

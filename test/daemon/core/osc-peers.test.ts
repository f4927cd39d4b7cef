import { expect, test } from 'vitest';
import type { OscMessage } from '../../../src/daemon/core/osc-addresses.js';
import { mostPeers, OscPeers, peerSilence } from '../../../src/daemon/core/osc-peers.js';
import type { Values } from '../../../src/daemon/core/setting.js';
import { defaults, liveSettings } from '../../../src/daemon/core/settings.js';
import { fakeDaemon, handClock, logLines } from '../../support/fake-daemon.js';

type Args = (number | string | boolean | null)[];

function setUp(values: Values = {}) {
  const daemon = fakeDaemon({}, values);
  const clock = handClock();
  const { lines, log } = logLines();
  const sent: [port: number, address: string, value: unknown][] = [];
  const send = (to: { port: number }, message: OscMessage): void => {
    sent.push([to.port, message.address, message.args[0]?.value]);
  };
  const peers = new OscPeers(daemon.control, clock, send, log);
  return {
    ...daemon,
    clock,
    lines,
    peers,
    /** What `act` makes the daemon send. */
    sends: (act: () => void) => {
      sent.length = 0;
      act();
      return [...sent];
    },
    say: (port: number, name: string, ...args: Args) =>
      peers.hear({ address: '127.0.0.1', port }, [{ address: `/ghostnote/${name}`, args }]),
  };
}

test('a new client is told every value and the transport, once', () => {
  const { sends, say } = setUp();
  const first = sends(() => say(1, 'start', 0));
  expect(first.map(([, address]) => address)).toEqual([
    ...liveSettings.map(({ name }) => `/ghostnote/${name}`),
    '/ghostnote/playing',
    '/ghostnote/clock-state',
    '/ghostnote/presets',
    '/ghostnote/preset-current',
  ]);
  expect(sends(() => say(1, 'start', 0))).toEqual([]);
  expect(sends(() => say(1, 'hello'))).toEqual(first);
});

test('a client may name the port it listens on, and is then told everything there', () => {
  const { control, say, sends } = setUp();
  const first = sends(() => say(1, 'hello', 9001));
  expect(new Set(first.map(([port]) => port))).toEqual(new Set([9001]));
  expect(sends(() => control.set('tempo', 90))).toEqual([[9001, '/ghostnote/tempo', 90]]);
  for (const port of [0, 65536, 1.5, 'x', true]) {
    expect(sends(() => say(1, 'hello', port))).toEqual([
      [9001, '/ghostnote/error', expect.stringContaining('1 to 65535')],
    ]);
  }
  expect(control.subscribers).toBe(1);
});

test('a client that listens elsewhere than it speaks from is one client, answered where it listens', () => {
  const { control, clock, say, sends } = setUp();
  say(1, 'tempo', 80);
  say(1, 'hello', 9001);
  expect(control.subscribers).toBe(1);
  const ports = (act: () => void) => sends(act).map(([port]) => port);
  expect(ports(() => say(1, 'tempo', 90))).toEqual([9001]);
  expect(ports(() => say(1, 'tempo'))).toEqual([9001]);
  expect(ports(() => say(1, 'volume', 1))).toEqual([9001]);
  expect(new Set(ports(() => say(1, 'hello')))).toEqual(new Set([9001]));
  // What it was told before it comes back late from where it speaks.
  control.set('tempo', 95);
  control.set('tempo', 99);
  expect(sends(() => say(1, 'tempo', 95))).toEqual([[9001, '/ghostnote/tempo', 99]]);
  expect(new Set(ports(() => say(1, 'hello', 1)))).toEqual(new Set([1]));
  clock.advance(peerSilence + 1);
  say(2, 'hello', 9001);
  clock.advance(peerSilence + 1);
  control.set('tempo', 70);
  expect(control.subscribers).toBe(0);
  expect(new Set(ports(() => say(2, 'start', 0)))).toEqual(new Set([2]));
});

test('several that name one listener are each answered there', () => {
  const { control, say, sends } = setUp();
  for (const port of [1, 2, 3]) say(port, 'hello', 9001);
  expect(control.subscribers).toBe(1);
  for (const port of [1, 2, 3])
    expect(sends(() => say(port, 'tempo'))).toEqual([[9001, '/ghostnote/tempo', 120]]);
});

test('a script that opens a socket a message, and names one listener in each, leaves little behind', () => {
  const { control, say, sends } = setUp();
  for (let port = 1; port <= mostPeers + 1; port += 1) say(port, 'hello', 9001);
  expect(control.subscribers).toBe(1);
  expect(sends(() => say(2, 'tempo'))).toEqual([[9001, '/ghostnote/tempo', 120]]);
  // The first is forgotten.
  say(1, 'tempo');
  expect(control.subscribers).toBe(2);
});

test('a packet full of greetings is answered once, as the last of them asks', () => {
  const { control, peers, say, sends } = setUp();
  const once = sends(() => say(1, 'hello', 9001));
  const hellos = [9000, 9002, 9001].map((port) => ({ address: '/ghostnote/hello', args: [port] }));
  const tempo = { address: '/ghostnote/tempo', args: [] };
  expect(sends(() => peers.hear({ address: '127.0.0.1', port: 1 }, [...hellos, tempo]))).toEqual([
    ...once,
    [9001, '/ghostnote/tempo', 120],
  ]);
  expect(control.subscribers).toBe(1);
});

test('a value that is set goes to every client, and back to the sender as clamped', () => {
  const { sends, say } = setUp();
  say(1, 'hello');
  say(2, 'hello');
  expect(sends(() => say(1, 'tempo', 5000))).toEqual([
    [1, '/ghostnote/tempo', 300],
    [2, '/ghostnote/tempo', 300],
  ]);
  expect(sends(() => say(2, 'tempo', 90))).toEqual([
    [1, '/ghostnote/tempo', 90],
    [2, '/ghostnote/tempo', 90],
  ]);
});

test('asking is answered to the one who asks', () => {
  const { sends, say } = setUp();
  say(1, 'hello');
  say(2, 'hello');
  expect(sends(() => say(2, 'seed'))).toEqual([[2, '/ghostnote/seed', defaults()['seed']]]);
});

test('two that send back all they hear do not go round for ever', () => {
  const { control, say, sends } = setUp();
  say(1, 'hello');
  say(2, 'hello');
  let waiting = sends(() => control.set('temperature', 0.7));
  let rounds = 0;
  while (waiting.length > 0 && rounds < 5) {
    const echoes = waiting;
    waiting = sends(() => {
      for (const [port, address, value] of echoes) say(port, address.slice(11), value as number);
    });
    rounds += 1;
  }
  expect(rounds).toBe(1);
  expect(control.values.temperature).toBe(0.7);
});

test('what is sent back late does not undo what came since, and goes round no more', () => {
  const { clock, control, say, sends } = setUp();
  say(1, 'hello');
  say(2, 'hello');
  /** To the one that sends everything back, 60 ms later. */
  const late: { at: number; value: number }[] = [];
  const act = (does: () => void): void => {
    for (const [port, address, value] of sends(does))
      if (port === 1 && address === '/ghostnote/temperature')
        late.push({ at: clock.now() + 60_000, value: value as number });
  };
  act(() => say(2, 'temperature', 1.1));
  clock.advance(30_000);
  act(() => say(2, 'temperature', 1.3));
  let echoes = 0;
  for (; late.length > 0 && echoes < 20; echoes += 1) {
    const { at, value } = late.shift()!;
    clock.advance(at - clock.now());
    act(() => say(1, 'temperature', value));
  }
  expect(echoes).toBe(3); // 1.1, which is answered with 1.3; and that, twice
  expect(control.values.temperature).toBe(1.3);
});

test('a button that is pressed again and again does what it says each time', () => {
  const { control, say } = setUp();
  say(1, 'hello');
  for (const mute of [1, 0, 1, 0, 1]) {
    say(1, 'mute', mute);
    expect(control.values.mute).toBe(mute === 1);
  }
});

test('a client hears no more after its silence, until it speaks again', () => {
  const { clock, control, say, sends } = setUp();
  say(1, 'hello');
  clock.advance(peerSilence);
  expect(sends(() => control.set('tempo', 90))).toEqual([[1, '/ghostnote/tempo', 90]]);
  clock.advance(1);
  expect(sends(() => control.set('tempo', 91))).toEqual([]);
  expect(control.subscribers).toBe(0);
  expect(sends(() => say(1, 'tempo'))).toContainEqual([1, '/ghostnote/tempo', 91]);
});

test('when too many speak, the one longest silent makes room', () => {
  const { clock, control, say, sends } = setUp();
  for (let port = 1; port <= mostPeers; port++) {
    say(port, 'hello');
    clock.advance(1);
  }
  say(1, 'hello');
  say(1000, 'hello');
  expect(control.subscribers).toBe(mostPeers);
  const told = sends(() => control.set('tempo', 90)).map(([port]) => port);
  expect(told).toContain(1);
  expect(told).toContain(1000);
  expect(told).not.toContain(2);
});

test('what cannot be done is answered with why, told to nobody else, and logged', () => {
  const { control, lines, peers, say, sends } = setUp();
  say(1, 'hello');
  const before = { ...control.values };
  for (const [name, argument] of [
    ['tempo', NaN],
    ['tempo', 'fast'],
    ['seed', null],
    ['volume', 1],
  ] as const) {
    expect(sends(() => say(2, name, argument)).at(-1)).toEqual([
      2,
      '/ghostnote/error',
      expect.stringContaining(name),
    ]);
  }
  expect(control.values).toEqual(before);
  expect(lines).toHaveLength(4);
  peers.close();
  expect(control.subscribers).toBe(0);
});

test('a stranger who names no address of ours is not sent our notes', () => {
  const { control, say, sends } = setUp();
  say(1, 'volume', 1);
  expect(control.subscribers).toBe(0);
  expect(sends(() => control.set('tempo', 90))).toEqual([]);
});

test('a pattern sets all that it matches and asks for all of them, and reaches no command', () => {
  const { control, commands, say, sends } = setUp();
  say(1, 'hello');
  expect(sends(() => say(1, 'top-{p,k}', 1))).toEqual([
    [1, '/ghostnote/top-p', 1],
    [1, '/ghostnote/top-k', 1],
  ]);
  expect(control.values).toMatchObject({ 'top-p': 1, 'top-k': 1 });
  expect(sends(() => say(1, '*')).length).toBe(
    liveSettings.filter(({ name }) => !name.includes('/')).length,
  );
  expect(commands).toEqual([]);
  for (const pattern of ['sto*', 'x?', 'top-{p,k']) {
    expect(sends(() => say(1, pattern, 1))).toEqual([
      [1, '/ghostnote/error', expect.stringContaining('/ghostnote/te*')],
    ]);
  }
});

test('a pattern reaches every part, the first too, and a value comes back by the name of its part', () => {
  const { control, say, sends } = setUp({ parts: 3 });
  say(1, 'hello');
  expect(sends(() => say(1, 'part/*/mute', 1))).toEqual(
    expect.arrayContaining(
      ['mute', 'part/2/mute', 'part/3/mute'].map((name) => [1, `/ghostnote/${name}`, 1]),
    ),
  );
  expect(control.values).toMatchObject({ mute: true, 'part/2/mute': true, 'part/3/mute': true });
  say(1, 'part/{2,3}/seed', 5);
  expect(control.values).toMatchObject({ seed: 93, 'part/2/seed': 5, 'part/3/seed': 5 });
  expect(sends(() => say(1, 'part/2/seed'))).toEqual([[1, '/ghostnote/part/2/seed', 5]]);
  expect(sends(() => say(1, 'part/4/seed', 5))).toEqual([
    [1, '/ghostnote/error', expect.stringContaining('there are 3 parts')],
  ]);
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type LinkMessage,
  readMessage,
  writeMessage,
} from '../../../../src/daemon/core/link/wire.js';
import { fixturePath } from '../../../support/fixtures.js';

/** What two peers of Ableton's library sent each other, in hexadecimal. */
const golden = JSON.parse(readFileSync(fixturePath('link/messages.json'), 'utf8')) as Readonly<
  Record<string, string>
>;

const node = '2d50212c26495064';
const alive: LinkMessage = {
  ...{ type: 'alive', ttl: 5, node, session: node },
  timeline: { microsPerBeat: 500_000, microBeatOrigin: 2992, timeOrigin: 0 },
  startStop: { playing: false, microBeats: 0, at: 0 },
  endpoint: { address: '127.0.0.1', port: 32800 },
};
const playing: LinkMessage = {
  ...alive,
  startStop: { playing: true, microBeats: 9_008_542, at: 4_502_775 },
};
const [first, second] = [
  { hostTime: 2_476_675_438, ghostBefore: undefined },
  { hostTime: 2_476_675_544, ghostBefore: 1693 },
];
const session = '717d26657b413f29';
/** The same, as the README of the fixture tells it. */
const told: Readonly<Record<string, LinkMessage>> = {
  alive,
  response: { ...alive, type: 'response' },
  alivePlaying: playing,
  aliveNewTempo: {
    ...playing,
    timeline: { microsPerBeat: 448_766, microBeatOrigin: 10_415_292, timeOrigin: 5_206_146 },
  },
  byeBye: { type: 'bye', node: session },
  ping: { type: 'ping', ...first },
  pong: { type: 'pong', session, ghostTime: 1693, ...first },
  secondPing: { type: 'ping', ...second },
  secondPong: { type: 'pong', session, ghostTime: 1793, ...second },
};

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g)!, (byte) => parseInt(byte, 16));
const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

describe('datagrams of Link', () => {
  test.each(Object.entries(golden))('are read and written as Ableton does: %s', (name, hex) => {
    expect(readMessage(bytesOf(hex))).toEqual(told[name]);
    expect(hexOf(writeMessage(told[name]!))).toBe(hex);
  });

  test('what a later version adds is left out', () => {
    const more = `${golden['alive']!}616570340000000300ff01`;
    expect(readMessage(bytesOf(more))).toEqual(alive);
  });

  test('a session without start and stop, or of somebody who answers no pings, is one', () => {
    const message: LinkMessage = { ...alive, startStop: undefined, endpoint: undefined };
    expect(readMessage(writeMessage(message))).toEqual(message);
  });

  test('one that is cut short, or that has no tempo of Link, is none', () => {
    for (const hex of Object.values(golden)) {
      const bytes = bytesOf(hex);
      const whole = JSON.stringify(readMessage(bytes));
      for (let length = 0; length < bytes.length; length += 1) {
        const cut = readMessage(bytes.subarray(0, length));
        if (cut !== undefined) expect(JSON.stringify(cut)).not.toBe(whole);
      }
    }
    for (const microsPerBeat of [0, -1, 59_000, 3_100_000]) {
      const timeline = { ...alive.timeline, microsPerBeat };
      expect(readMessage(writeMessage({ ...alive, timeline }))).toBeUndefined();
    }
  });

  test('one that lacks what counts is none; without start and stop, or a place for pings, it is one', () => {
    const without = (name: string, key: string): LinkMessage | undefined => {
      const hex = golden[name]!;
      const at = hex.indexOf(hexOf(Uint8Array.from(key, (letter) => letter.charCodeAt(0))));
      expect(at).toBeGreaterThan(0);
      return readMessage(bytesOf(`${hex.slice(0, at)}7878${hex.slice(at + 4)}`));
    };
    for (const [name, key] of [
      ['alive', 'tmln'],
      ['alive', 'sess'],
      ['ping', '__ht'],
      ['pong', '__ht'],
      ['pong', '__gt'],
      ['pong', 'sess'],
    ] as const)
      expect(without(name, key)).toBeUndefined();
    expect(without('alive', 'stst')).toEqual({ ...alive, startStop: undefined });
    expect(without('alive', 'mep4')).toEqual({ ...alive, endpoint: undefined });
  });

  test('pings are answered at any address, and at port 0 nowhere', () => {
    const at = (port: number): LinkMessage => ({
      ...alive,
      endpoint: { address: '192.168.7.31', port },
    });
    expect(readMessage(writeMessage(at(1)))).toEqual(at(1));
    expect(readMessage(writeMessage(at(0)))).toEqual({ ...alive, endpoint: undefined });
    expect(readMessage(writeMessage(alive, { address: '10.0.0.2', port: 2 }))).toEqual({
      ...alive,
      endpoint: { address: '10.0.0.2', port: 2 },
    });
  });

  test('one of another name, kind or group, or of more than 512 bytes, is none', () => {
    for (const hex of Object.values(golden))
      for (let at = 0; at < 8; at += 1) {
        const bytes = bytesOf(hex);
        bytes[at]! += 1;
        expect(readMessage(bytes)).toBeUndefined();
      }
    for (const [at, value] of [
      [8, 0],
      [8, 4],
      [10, 1],
      [11, 1],
    ] as const) {
      const bytes = bytesOf(golden['alive']!);
      bytes[at] = value;
      expect(readMessage(bytes)).toBeUndefined();
    }
    for (const name of ['ping', 'pong']) {
      const bytes = bytesOf(golden[name]!);
      bytes[8] = 3;
      expect(readMessage(bytes)).toBeUndefined();
    }
    const padded = (length: number): Uint8Array => {
      const bytes = bytesOf(golden['alive']!);
      const entry = Uint8Array.from({ length: length - bytes.length }, () => 0);
      new DataView(entry.buffer).setUint32(4, entry.length - 8);
      return Uint8Array.from([...bytes, ...entry]);
    };
    expect(readMessage(padded(512))).toEqual(alive);
    expect(readMessage(padded(513))).toBeUndefined();
  });

  test('no bytes break it', () => {
    const damaged = fc.tuple(
      fc.constantFrom(...Object.values(golden)),
      fc.array(fc.tuple(fc.nat(), fc.nat(255))),
    );
    const tails = fc.uint8Array({ maxLength: 600, size: 'max' });
    fc.assert(
      fc.property(damaged, tails, ([hex, changes], tail) => {
        const bytes = Uint8Array.from([...bytesOf(hex), ...tail]);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        readMessage(bytes);
        readMessage(tail);
      }),
    );
  });
});

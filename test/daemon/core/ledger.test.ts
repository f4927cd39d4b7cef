import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ledger, quietAfterCrash } from '../../../src/daemon/core/ledger.js';
import { noteFaults, type Sent } from '../../support/notes.js';

const channel = fc.constantFrom(0, 9, 15);
const pitch = fc.constantFrom(0, 36, 127);
const operation = fc.oneof(
  fc.record({ kind: fc.constant('on' as const), channel, pitch }),
  fc.record({ kind: fc.constant('off' as const), channel, pitch, back: fc.nat(5) }),
  fc.record({ kind: fc.constant('leave' as const), channel }),
  fc.record({ kind: fc.constantFrom('flush' as const, 'panic' as const) }),
);

function recorded() {
  const sent: Sent[] = [];
  const ledger = new Ledger((status, data1, data2) => sent.push([status, data1, data2]));
  return { sent, ledger };
}

test('every note-on has one note-off, whatever is asked in whatever order', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60, size: 'max' }), (operations) => {
      const { sent, ledger } = recorded();
      let strike = 0;
      for (const entry of operations) {
        if (entry.kind === 'on') strike = ledger.noteOn(entry.channel, entry.pitch, 64);
        else if (entry.kind === 'off')
          ledger.noteOff(entry.channel, entry.pitch, strike - entry.back);
        else if (entry.kind === 'leave') ledger.leave(entry.channel);
        else ledger[entry.kind]();
      }
      const sounding = ledger.sounding;
      expect(noteFaults(sent)).toEqual({ stray: 0, restruck: 0, open: sounding });
      ledger.flush();
      expect(noteFaults(sent)).toEqual({ stray: 0, restruck: 0, open: 0 });
      expect(ledger.notesOn).toBe(ledger.notesOff);
    }),
  );
});

test('a stale note-off does not cut a newer strike of its key', () => {
  const { sent, ledger } = recorded();
  const first = ledger.noteOn(9, 36, 100);
  const second = ledger.noteOn(9, 36, 90);
  ledger.noteOff(9, 36, first);
  expect(ledger.sounding).toBe(1);
  ledger.noteOff(9, 36, second);
  expect(sent).toEqual([
    [0x99, 36, 100],
    [0x89, 36, 0],
    [0x99, 36, 90],
    [0x89, 36, 0],
  ]);
});

test('a flush ends the notes, then quiets the channels that were used, and no others', () => {
  const { sent, ledger } = recorded();
  ledger.noteOn(2, 60, 80);
  sent.length = 0;
  ledger.flush();
  expect(sent).toEqual([
    [0x82, 60, 0],
    [0xb2, 64, 0],
    [0xb2, 123, 0],
    [0xb2, 120, 0],
  ]);
  sent.length = 0;
  ledger.flush();
  expect(sent).toEqual([]);
});

test('the last part to leave a channel quiets it, and no other before', () => {
  const { sent, ledger } = recorded();
  ledger.join(2);
  ledger.join(2);
  ledger.noteOff(2, 60, ledger.noteOn(2, 60, 80));
  sent.length = 0;
  ledger.leave(2);
  expect(sent).toEqual([]);
  ledger.leave(2);
  expect(sent.map(([, controller]) => controller)).toEqual([64, 123, 120]);
});

test('a panic quiets all 16 channels', () => {
  const { sent, ledger } = recorded();
  ledger.noteOn(2, 60, 80);
  sent.length = 0;
  ledger.panic();
  expect(sent[0]).toEqual([0x82, 60, 0]);
  for (let at = 0; at < 16; at += 1) {
    for (const controller of [64, 123, 120])
      expect(sent).toContainEqual([0xb0 | at, controller, 0]);
  }
  expect(sent).toHaveLength(1 + 16 * 3);
});

test('after a crash each key that may sound is ended on its channel, and then all are quieted', () => {
  const sent: number[][] = [];
  quietAfterCrash((...bytes) => sent.push(bytes), [9 * 128 + 36, 127]);
  expect(sent.slice(0, 2)).toEqual([
    [0x89, 36, 0],
    [0x80, 127, 0],
  ]);
  expect(sent.slice(2)).toEqual(
    Array.from({ length: 16 }, (_, channel) =>
      [64, 123, 120].map((controller) => [0xb0 | channel, controller, 0]),
    ).flat(),
  );
});

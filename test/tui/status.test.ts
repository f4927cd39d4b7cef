import { describe, expect, it } from 'vitest';
import { loseConnection, receive } from '../../src/tui/receive.js';
import { statusLines } from '../../src/tui/status.js';
import { drumHello, tickMessage } from './fake-daemon.js';
import { after } from './states.js';

const linked = after(drumHello);

describe('the status lines', () => {
  it('say what the connection, the model, the ports and the values are', () => {
    const lines = statusLines(after(), linked).join('\n');
    for (const part of [
      '127.0.0.1:8765',
      'groove-drummer',
      'ghostnote out',
      'tempo 120 BPM',
      'stopped',
    ])
      expect(lines).toContain(part);
  });

  it('say each change once', () => {
    const said = (message: Parameters<typeof receive>[1]) =>
      statusLines(linked, receive(linked, message));
    expect(said({ type: 'transport', playing: true })).toEqual(['playing']);
    expect(said({ type: 'values', values: { tempo: 96 } })).toEqual(['tempo 96 BPM']);
    expect(said({ type: 'log', level: 'warn', text: 'port\x07 gone' })).toEqual([
      'warn: port? gone',
    ]);
    expect(said({ type: 'clock', state: 'free-wheeling', bpm: 98, other: 0 })).toEqual([
      'clock: no MIDI clock comes: goes on alone, 98.0 BPM',
    ]);
    expect(said(tickMessage(1))).toEqual([]);
  });

  it('say that the connection was lost once, however often it is tried again', () => {
    const lost = loseConnection(linked);
    expect(statusLines(linked, lost)).toEqual([
      'no link to 127.0.0.1:8765: it was lost, trying again',
    ]);
    expect(statusLines(lost, loseConnection(lost))).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { type Health, problemsOf, statusLine } from '../../src/daemon/health.js';

const well: Health = {
  status: 'ok',
  problems: [],
  version: '1.2.3',
  pid: 77,
  uptime_s: 60,
  playing: true,
  name: 'small',
  engine: 'ort',
  device: 'webgpu',
  clock: { state: 'internal', bpm: 120, other: 0 },
  midi: { outs: ['ghostnote out'], in: 'ghostnote in', note: '' },
  clients: 0,
  ticks: 480,
  notesOn: 300,
  notesOff: 299,
  misses: 3,
  fallbacks: 3,
  latePlans: 0,
  droppedNotes: 0,
  sendErrors: 0,
  modelRestarts: 0,
  lateness: { p50: 90, p99: 900, max: 2000 },
  predict: { p50: 1000, p99: 2000, max: 3000 },
  rss_mb: 140,
};

test.each<[string, Partial<Health>]>([
  ['no MIDI', { midi: { outs: [null], in: null, note: 'none here' } }],
  ['no MIDI clock', { clock: { state: 'free-wheeling', bpm: 120, other: 0 } }],
  ['two MIDI clocks', { clock: { state: 'two clocks', bpm: 120, other: 99 } }],
  ['webgpu has gone', { device: 'cpu' }],
  ['plans come late', { misses: 4 }],
  ['the MIDI output does not take notes', { sendErrors: 1 }],
  ['the model thread died', { modelRestarts: 1 }],
])('it says that %s, and nothing of what is long past', (problem, change) => {
  expect(problemsOf(well, well, 'webgpu', 900)).toEqual([]);
  const ill = { ...well, ...change };
  expect(problemsOf(ill, well, 'webgpu', 900)).toEqual([problem]);
  if (['misses', 'sendErrors', 'modelRestarts'].some((name) => name in change))
    expect(problemsOf(ill, ill, 'webgpu', 900)).toEqual([]);
});

test('the status line is one line of ASCII that a serial console can hold, the problem in it', () => {
  expect(statusLine(well)).toBe(
    'ghostnote plays | 120.0 BPM | 300 notes | 3 misses | late 0.9 ms | to ghostnote',
  );
  expect(statusLine({ ...well, notesOn: 1, misses: 1 })).toContain('| 1 note | 1 miss |');
  const long = statusLine({ ...well, notesOn: 1e9, problems: ['päns\ncome late'.repeat(9)] });
  expect(long).toMatch(/^[\x20-\x7e]{1,79}$/);
});

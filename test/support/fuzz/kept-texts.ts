import { type Entry, readEntry, writeEntry } from '../../../src/daemon/core/journal-entry.js';
import { writeHeader } from '../../../src/daemon/core/session-header.js';
import { SnapshotTaker } from '../../../src/daemon/core/snapshot.js';

/** A file that a process leaves that died in the second bar. */
export function snapshotText(): string {
  const taker = new SnapshotTaker([16]);
  const pace = () => ({ bpm: 120, ticksPerBar: 16 });
  for (const line of sessionText().split('\n').slice(1)) {
    const entry = readEntry(line);
    if (entry?.type === 'tick') taker.add(entry, 1e6, pace);
    if (entry?.type === 'note') taker.add({ ...entry, label: 'kick' }, 1e6, pace);
  }
  return JSON.stringify(
    taker.take({ tempo: 120, mode: 'solo', 'osc-port': 9000 }, true, {
      ...{ paired: ['192.0.2.7'], preset: 'chorus', fade: { values: { tempo: 140 }, bars: 3 } },
    }),
  );
}

/** A file of a journal: some ticks of a kick. */
export function sessionText(): string {
  const header = writeHeader({
    version: '1.2.3',
    began: '2026-11-26T20:15:30.123Z',
    parts: [{ name: 'small', material: 'drums', grid: 16, engine: 'ort', device: 'cpu' }],
    values: { tempo: 120 },
  });
  const entries = Array.from({ length: 20 }, (_, tick): Entry[] => [
    { type: 'note', part: 1, tick, channel: 10, pitch: 36, velocity: 90, offset: -0.2 },
    {
      ...{ type: 'tick', part: 1, tick, bar: Math.floor(tick / 16), tickInBar: tick % 16 },
      ...{ token: 'kick', heard: 'self', missed: false },
    },
  ]).flat();
  const clock: Entry = { type: 'clock', state: 'internal', bpm: 120, other: 0 };
  const all: Entry[] = [clock, { type: 'transport', playing: true }, ...entries, { type: 'end' }];
  return [header, ...all.map(writeEntry), ''].join('\n');
}

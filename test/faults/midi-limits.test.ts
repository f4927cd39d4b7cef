import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { heavyMidi } from '../support/heavy-midi.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { takeOfMidi } from '../support/take-of-midi.js';

/**
 * MB that a process may take to read any MIDI file; it has 50 of them before it reads. With Node 20 none takes 170, with 24 and
 * 26, which collect garbage later, one 218.
 */
const most = 250;
/** Those that take the most (`bench/midi-limits.ts` tries all). */
const heaviest = ['tempos', 'programs', 'notes far apart', 'one note more than may be'] as const;

describe.each(['step', 'tutorial'] as const)('%s', (codec) => {
  test.each(heaviest)(
    'a file of %s is read or refused within 250 MB',
    async (name) => {
      const file = join(await scratchFolder(), 'heavy.mid');
      await writeFile(file, heavyMidi[name]());
      const { memory, fault } = await takeOfMidi(codec, file);
      expect(memory).toBeLessThan(most);
      expect([undefined, 'MIDI_EVENT', 'MIDI_NO_NOTES']).toContain(fault?.code);
    },
    30_000,
  );
});

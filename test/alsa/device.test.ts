import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { built } from '../support/built.js';
import type { MidiLoopResult } from './midi-loop.js';

const here = existsSync('/dev/snd/seq') || process.env.ALSA_VM === '1';

test.runIf(here)(
  'virtual ports play and hear on a real sequencer, and are gone when closed',
  { timeout: 300_000 },
  async () => {
    const script = fileURLToPath(built('test/alsa/midi-loop.js'));
    const { stdout } = await promisify(execFile)(process.execPath, [script]);
    const result = JSON.parse(stdout) as MidiLoopResult;
    expect(result.names).toEqual(['ghostnote out', 'ghostnote in']);
    // Data bytes are cut to 7 bits: 300 and 200 come back as 44 and 72.
    expect(result.heard).toEqual([
      [36, 100],
      [36, 0],
      [44, 72],
    ]);
    expect(result.realTime).toEqual([
      ['position', 5 + 3 * 128],
      ['start', 0],
      ['clock', 0],
      ['clock', 0],
      ['stop', 0],
      ['continue', 0],
    ]);
    expect(result.found).toMatch(/^Midi Through/);
    expect(result.outputs.some((port) => port.includes('ghostnote in'))).toBe(true);
    expect(result.failures).toBe(0);
    expect(result.left).not.toContain('ghostnote');
  },
);

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { built } from '../../support/built.js';
import type { MidiLoopResult } from './midi-loop.js';

/** Gives any Linux machine a real ALSA sequencer, in an emulated one. */
const emulator = fileURLToPath(
  new URL('../../../../shared/alsa-vm/run-with-alsa.sh', import.meta.url),
);
const launcher = existsSync('/dev/snd/seq') ? [] : existsSync(emulator) ? [emulator] : undefined;
if (launcher === undefined) {
  process.stdout.write(
    'midi-alsa: skipped, for there is no ALSA sequencer and nothing to emulate one\n',
  );
}

test.runIf(launcher !== undefined)(
  'virtual ports play and hear on a real sequencer, and are gone when closed',
  { timeout: 300_000 },
  async () => {
    const script = fileURLToPath(built('test/daemon/io/midi-loop.js'));
    const [command, ...rest] = [...(launcher ?? []), process.execPath, script];
    const { stdout } = await promisify(execFile)(command, rest);
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

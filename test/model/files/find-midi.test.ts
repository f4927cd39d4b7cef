import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../src/model/fault.js';
import { findMidi, readFound, scoreOf } from '../../../src/model/files/find-midi.js';
import { writeMidi } from '../../../src/model/files/midi-write.js';
import { scratchFolder } from '../../support/scratch-folder.js';
import { rmid } from '../../support/smf-bytes.js';

const midi = midiOf(60);

function midiOf(pitch: number): Uint8Array {
  const notes = [{ onset: 0, duration: 240, pitch, velocity: 90, channel: 0 }];
  return writeMidi({ ppq: 960, notes, tempos: [], metres: [] });
}

/** What was found at a path: each file relative to it, and its fault if it has one. */
async function foundAt(path: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { file, ...rest } of findMidi(path)) {
    const fault = 'fault' in rest ? ` ${rest.fault.code}` : '';
    found.push(relative(path, file) + fault);
  }
  return found;
}

describe('finding MIDI files', () => {
  it('goes through folders at any depth and zips, in code unit order, whatever the case', async () => {
    const zip = zipSync({
      'b/two.MIDI': midi,
      'one.mid': midi,
      'notes.txt': strToU8('x'),
      '__MACOSX/._one.mid': midi,
    });
    const folder = await scratchFolder({
      'a.mid': midi,
      'B.MID': midi,
      'deep/er/c.midi': midi,
      'pack.zip': zip,
      'readme.txt': 'x',
      '.hidden.mid': midi,
      '__MACOSX/d.mid': midi,
    });
    expect(await foundAt(folder)).toEqual([
      'B.MID',
      'a.mid',
      'deep/er/c.midi',
      'pack.zip/b/two.MIDI',
      'pack.zip/one.mid',
    ]);
  });

  it('reads a file that is named, whatever it is called', async () => {
    const folder = await scratchFolder({ song: midi });
    expect(scoreOf(await readFound(join(folder, 'song'))).notes).toHaveLength(1);
  });

  it('leaves out what a run of the trainer played, or it would learn from itself', async () => {
    const folder = await scratchFolder({
      'a/samples/epoch-005.mid': midi,
      'a/checkpoint.safetensors': 'x',
      'a/one.mid': midi,
      'b/samples/epoch-005.mid': midi,
    });
    expect(await foundAt(folder)).toEqual(['a/one.mid', 'b/samples/epoch-005.mid']);
  });

  it('ends on loops of links, and names links that lead nowhere', async () => {
    const folder = await scratchFolder({ 'a/one.mid': midi });
    await symlink('..', join(folder, 'a', 'loop'));
    await symlink('a', join(folder, 'again'));
    await symlink('nowhere', join(folder, 'lost.mid'));
    expect(await foundAt(folder)).toEqual(['a/one.mid', 'lost.mid FILE_MISSING']);
  });

  // Windows has no such pipes.
  it.skipIf(process.platform === 'win32')('does not wait on a pipe', async () => {
    const folder = await scratchFolder({ 'one.mid': midi });
    execFileSync('mkfifo', [join(folder, 'pipe.mid')]);
    expect(await foundAt(folder)).toEqual(['one.mid', 'pipe.mid FILE_UNREADABLE']);
  });

  it('names a zip that is broken, and goes on', async () => {
    const zip = zipSync({ 'one.mid': midi });
    const folder = await scratchFolder({
      'a.zip': zip.subarray(0, -10),
      'b.zip': 'no archive',
      'c.mid': midi,
    });
    expect(await foundAt(folder)).toEqual(['a.zip ZIP_BROKEN', 'b.zip ZIP_BROKEN', 'c.mid']);
  });

  it('takes karaoke and RMID files, and names an archive in an archive', async () => {
    const zip = zipSync({ 'deep.zip': zipSync({ 'two.mid': midi }), 'one.kar': midi });
    const folder = await scratchFolder({ 'a.kar': midi, 'b.zip': zip, 'c.RMI': rmid(midi) });
    expect(await foundAt(folder)).toEqual([
      'a.kar',
      'b.zip/deep.zip FILE_UNREADABLE',
      'b.zip/one.kar',
      'c.RMI',
    ]);
    expect(scoreOf(await readFound(join(folder, 'c.RMI')))).toEqual(
      scoreOf(await readFound(join(folder, 'a.kar'))),
    );
  });

  it('names a zip entry that is broken, and keeps the others', async () => {
    const zip = zipSync({ 'one.mid': midi, 'two.mid': midiOf(62) });
    // The compressed bytes of the first entry follow its 30-byte header and its name.
    zip.fill(0xff, 37, 45);
    const folder = await scratchFolder({ 'a.zip': zip });
    expect(await foundAt(folder)).toEqual(['a.zip/one.mid ZIP_BROKEN', 'a.zip/two.mid']);
  });

  it('refuses a zip entry that would unpack over the limit', async () => {
    const zip = zipSync({ 'big.mid': new Uint8Array(17 * 1024 * 1024), 'one.mid': midi });
    const folder = await scratchFolder({ 'a.zip': zip });
    expect(await foundAt(folder)).toEqual(['a.zip/big.mid FILE_UNREADABLE', 'a.zip/one.mid']);
  });

  it('faults on a path that is not there', async () => {
    const folder = await scratchFolder();
    await expect(foundAt(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    const file = join(folder, 'none');
    expect(await readFound(file)).toMatchObject({ file, fault: { code: 'FILE_MISSING', file } });
  });

  it('names the file in every fault', () => {
    const empty = writeMidi({ ppq: 960, notes: [], tempos: [], metres: [] });
    const faults = [new Uint8Array(), midi.subarray(0, 30), empty].map((bytes) => {
      try {
        return scoreOf({ file: 'x.mid', bytes });
      } catch (error) {
        return error;
      }
    });
    expect(faults).toEqual([
      expect.objectContaining({ code: 'MIDI_NOT_MIDI', file: 'x.mid', offset: 0 }),
      expect.objectContaining({ code: 'MIDI_TRUNCATED', file: 'x.mid', offset: 14 }),
      expect.objectContaining({ code: 'MIDI_NO_NOTES', file: 'x.mid' }),
    ]);
    for (const fault of faults) expect(fault).toBeInstanceOf(Fault);
  });
});

import type { CodecSpec } from '../../model/codec/codec.js';
import { createCodec } from '../../model/codec/create-codec.js';
import { materialOfScore } from '../../model/codec/material.js';
import { tutorialTokens } from '../../model/codec/tutorial.js';
import { Fault } from '../../model/fault.js';
import { bytesOf, findMidi, scoreOf, type FoundMidi } from '../../model/files/find-midi.js';
import { oddLines, type Odd } from '../../model/files/notices.js';
import type { Command } from '../command.js';
import { jsonAnyway } from '../core/settings.js';
import { count } from '../core/count.js';

/** One JSON line a file: its tokens, or its fault; every file is tried (CLI.md). Drums or notes is told from the file. */
export const tokens: Command = {
  help: 'show the tokens of MIDI files, folders or zips, one JSON line a file',
  options: [
    jsonAnyway,
    {
      type: 'string',
      name: 'codec',
      default: 'step',
      help: 'how notes become tokens: step or tutorial',
      live: false,
    },
    {
      type: 'number',
      name: 'grid',
      min: 8,
      max: 32,
      step: 4,
      default: 16,
      unit: 'ticks',
      help: 'ticks to a whole note, for step: 8, 12, 16, 24 or 32',
      live: false,
    },
  ],
  positionals: 'FILE…',
  async run(io) {
    const { values, positionals } = io;
    if (positionals.length === 0)
      throw new Fault('USAGE', 'no file is given', { hint: 'ghostnote tokens FILE…' });
    const name = codecName(String(values['codec']));
    const grid = Number(values['grid']);
    // A grid that is not there is no fault of the files.
    createCodec({ name: 'step', grid, material: 'drums' });
    let tried = 0;
    let failed = 0;
    for (const path of positionals)
      for await (const found of foundAt(path)) {
        const odd: Odd[] = [];
        const line = describe(found, name, grid, odd);
        tried++;
        if ('error' in line) failed++;
        io.out(JSON.stringify(line));
        for (const told of oddLines(odd)) io.err(told);
      }
    if (failed > 0) io.err(`${failed} of ${count(tried, 'file')} gave no tokens`);
    return failed > 0 ? 1 : 0;
  },
};

type Line =
  | { readonly file: string; readonly tokens: readonly string[] }
  | {
      readonly file: string;
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly offset: number | null;
      };
    };

function codecName(name: string): CodecSpec['name'] {
  if (name === 'step' || name === 'tutorial') return name;
  throw new Fault('UNKNOWN_NAME', `there is no codec ${name}`, {
    hint: 'use --codec step or --codec tutorial',
  });
}

/** What is at a path; a path that cannot be read, or a folder without MIDI files, is one fault. */
async function* foundAt(path: string): AsyncGenerator<FoundMidi> {
  let empty = true;
  try {
    for await (const found of findMidi(path)) {
      empty = false;
      yield found;
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    yield { file: path, fault: error };
    return;
  }
  if (empty)
    yield {
      file: path,
      fault: new Fault('DATA_EMPTY', 'the folder or archive holds no MIDI files'),
    };
}

function describe(found: FoundMidi, name: CodecSpec['name'], grid: number, odd: Odd[]): Line {
  const { file } = found;
  try {
    return {
      file,
      tokens: name === 'step' ? stepTokens(found, grid, odd) : tutorialTokens(bytesOf(found)),
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { code, message, offset = null } = error;
    return { file, error: { code, message, offset } };
  }
}

function stepTokens(found: FoundMidi, grid: number, odd: Odd[]): readonly string[] {
  const { file } = found;
  const score = scoreOf(found, (oddity) => odd.push({ file, ...oddity }));
  const codec = createCodec({ name: 'step', grid, material: materialOfScore(score) });
  return codec.encode(score).tokens;
}

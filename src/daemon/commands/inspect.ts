import { twelfths } from '../../model/codec/tutorial-grid.js';
import { listFile, type Listed, type Listing } from '../../model/codec/tutorial-listing.js';
import { Fault } from '../../model/fault.js';
import { bytesOf, readFound } from '../../model/files/find-midi.js';
import type { Command } from '../command.js';
import { pickSettings } from '../core/settings.js';

/** What is in a MIDI file, as music21 5.7.1 and so the tutorial takes it. */
export const inspect: Command = {
  help: 'list the parts, tempos, keys, metres, notes, chords and rests of a MIDI file',
  options: pickSettings('json'),
  positionals: 'FILE',
  async run({ values, positionals, out }) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0)
      throw new Fault('USAGE', 'inspect takes one MIDI file', { hint: 'ghostnote inspect F.mid' });
    const listing = await list(file);
    const lines = values['json'] === true ? [jsonOf(file, listing)] : linesOf(file, listing);
    for (const line of lines) out(line);
    return 0;
  },
};

async function list(file: string): Promise<Listing> {
  const found = await readFound(file);
  try {
    return listFile(bytesOf(found));
  } catch (error) {
    throw error instanceof Fault ? error.in(file) : error;
  }
}

function linesOf(file: string, { format, ppq, parts, source, tokens }: Listing): string[] {
  return [
    `${file}: format ${format}, ${ppq} pulses to a quarter note, parts: ${parts.length}`,
    'Times and lengths are in quarter notes, on the grid of its quarters and thirds.',
    ...parts.flatMap((part, at) => ['', `part ${at + 1}`, ...part.map(lineOf)]),
    '',
    `tutorial tokens: ${tokens}, from ${source}`,
  ];
}

function lineOf({ kind, onset, length, text }: Listed): string {
  const lasts = kind === 'note' || kind === 'chord' || kind === 'rest';
  const columns = [quarters(onset).padStart(8), kind.padEnd(10), text];
  if (lasts) columns.splice(2, 0, quarters(length).padEnd(6));
  return columns.join('  ').trimEnd();
}

function jsonOf(file: string, { format, ppq, parts, source, tokens }: Listing): string {
  const plain = parts.map((part) =>
    part.map(({ onset, length, ...rest }) => ({
      onset: quarters(onset),
      length: quarters(length),
      ...rest,
    })),
  );
  return JSON.stringify({ file, format, ppq, parts: plain, source, tokens });
}

/** Twelfths as an exact fraction: `0`, `3/2`, `10/3`. */
function quarters(time: number): string {
  const divisor = [12, 6, 4, 3, 2].find((each) => time % each === 0) ?? 1;
  const below = twelfths / divisor;
  return below === 1 ? `${time / divisor}` : `${time / divisor}/${below}`;
}

import { Fault } from '../fault.js';
import { splits, type Split } from './split.js';

/** A row of `info.csv` as the Groove MIDI Dataset has it. */
export interface GrooveRow {
  /** Relative to the folder of `info.csv`. */
  readonly midi: string;
  readonly split: Split;
  readonly style: string;
  readonly bpm: number;
  readonly beatType: 'beat' | 'fill';
  readonly metre: { readonly numerator: number; readonly denominator: number };
}

const needed = ['midi_filename', 'split', 'style', 'bpm', 'beat_type', 'time_signature'];

/**
 * The rows of an `info.csv`, by file name; a row that makes no sense is given as its fault.
 * Undefined where the columns are not Groove's: then the file is about something else.
 */
export function readGrooveInfo(text: string): (GrooveRow | Fault)[] | undefined {
  const [header = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const columns = header.split(',');
  if (needed.some((name) => !columns.includes(name))) return undefined;
  return lines
    .map((line, i) => ({ cells: line.split(','), line: i + 2 }))
    .filter(({ cells }) => cells.length > 1)
    .map(({ cells, line }) => {
      const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
      return readRow(cell, line);
    })
    .sort((a, b) => compare(keyOf(a), keyOf(b)));
}

function readRow(cell: (name: string) => string, line: number): GrooveRow | Fault {
  const [split, beatType, bpm] = [cell('split'), cell('beat_type'), Number(cell('bpm'))];
  const metre = /^(\d+)-(\d+)$/.exec(cell('time_signature'));
  const wrong = (name: string): Fault =>
    new Fault('BAD_VALUE', `info.csv line ${line}: ${name} is "${cell(name)}"`, {
      file: cell('midi_filename'),
      hint: "it is to be as in Groove's own info.csv",
    });
  if (cell('midi_filename') === '') return wrong('midi_filename');
  if (!isSplit(split)) return wrong('split');
  if (beatType !== 'beat' && beatType !== 'fill') return wrong('beat_type');
  if (!(bpm > 0 && bpm < Infinity)) return wrong('bpm');
  if (!metre) return wrong('time_signature');
  return {
    midi: cell('midi_filename'),
    split,
    style: cell('style'),
    bpm,
    beatType,
    metre: { numerator: Number(metre[1]), denominator: Number(metre[2]) },
  };
}

function isSplit(text: string): text is Split {
  return splits.some((split) => split === text);
}

function keyOf(row: GrooveRow | Fault): string {
  return row instanceof Fault ? (row.file ?? '') : row.midi;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

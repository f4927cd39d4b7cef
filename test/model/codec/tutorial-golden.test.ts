import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { normalOrder } from '../../../src/model/codec/normal-order.js';
import { firstInstrument } from '../../../src/model/codec/tutorial-instrument.js';
import { readParts } from '../../../src/model/codec/tutorial-part.js';
import { instrumentName } from '../../../src/model/codec/tutorial-programs.js';
import { readTutorialSmf } from '../../../src/model/codec/tutorial-smf.js';
import { tutorialName } from '../../../src/model/codec/tutorial-token.js';
import { tutorialTokens } from '../../../src/model/codec/tutorial.js';
import { Fault } from '../../../src/model/fault.js';
import { sharedGolden, sharedRoot } from '../../support/shared-data.js';

interface GoldenTokens {
  readonly file: string;
  readonly tokens: readonly string[] | null;
  readonly error?: string;
}

interface GoldenNotes {
  readonly file: string;
  readonly instrument: string | null;
  readonly branch: 'parts' | 'flat';
  readonly notes: readonly (readonly [
    offset: string,
    length: string,
    pitches: number[],
    tie: null,
  ])[];
}

interface GoldenTables {
  readonly normalOrder: Readonly<Record<string, readonly number[]>>;
  readonly pitchNames: readonly string[];
  readonly programs: readonly (readonly [klass: string | null, name: string])[];
}

const golden = sharedGolden('music21');
const text = (name: string): string => readFileSync(join(golden!, name), 'utf8');
const lines = (name: string): unknown[] =>
  text(name)
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
const bytesOf = (file: string): Uint8Array => readFileSync(join(sharedRoot, file));

/** Tokens, or null where it is a fault. */
function attempt(file: string): readonly string[] | null {
  try {
    return tutorialTokens(bytesOf(file));
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

describe.skipIf(golden === undefined)('what music21 5.7.1 gives', () => {
  it('for each file are our tokens; where it fails, so do we', () => {
    const expected = lines('tokens.jsonl') as GoldenTokens[];
    expect(expected).toHaveLength(179);
    for (const { file, tokens, error } of expected)
      expect(attempt(file), file).toEqual(error === undefined ? tokens : null);
  });

  it('for notes are our onsets, lengths, pitches and instrument', () => {
    const twelfths = (fraction: string): number => {
      const [above = 0, below = 1] = fraction.split('/').map(Number);
      return (12 * above) / below;
    };
    for (const { file, branch, instrument, notes } of lines('notes.jsonl') as GoldenNotes[]) {
      const source = firstInstrument(readParts(readTutorialSmf(bytesOf(file))));
      expect(source.instrument, file).toBe(branch === 'flat' ? undefined : instrument);
      expect(source.elements, file).toEqual(
        notes.map(([offset, length, pitches]) => ({
          onset: twelfths(offset),
          length: twelfths(length),
          pitches,
        })),
      );
    }
  });

  it('for every set of pitch classes, every pitch and every program is in our tables', () => {
    const tables = JSON.parse(text('tables-5.7.1.json')) as GoldenTables;
    expect(Object.keys(tables.normalOrder)).toHaveLength(4095);
    for (const [mask, order] of Object.entries(tables.normalOrder)) {
      const set = Array.from({ length: 12 }, (_, at) => at).filter(
        (at) => (Number(mask) >> at) & 1,
      );
      expect(normalOrder(set)).toEqual(order);
    }
    expect(Array.from({ length: 128 }, (_, pitch) => tutorialName(pitch))).toEqual(
      tables.pitchNames,
    );
    expect(Array.from({ length: 128 }, (_, program) => instrumentName(program))).toEqual(
      tables.programs.map(([klass, name]) => (klass === null ? null : name)),
    );
  });
});

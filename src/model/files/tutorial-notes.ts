import { tutorialTokens } from '../codec/tutorial.js';
import { Fault } from '../fault.js';
import { bytesOf, type FoundMidi } from './find-midi.js';

/** The tutorial's `notes`: the tokens of all files, one after the other. */
export interface TutorialNotes {
  readonly tokens: readonly string[];
  /** The files that were read, and how many tokens each gave. */
  readonly files: readonly { readonly file: string; readonly tokens: number }[];
  /** Files that could not be read, and why; music21 would have ended there. */
  readonly skipped: readonly Fault[];
}

export function readTutorialNotes(found: readonly FoundMidi[]): TutorialNotes {
  const tokens: string[] = [];
  const files: { file: string; tokens: number }[] = [];
  const skipped: Fault[] = [];
  for (const each of found) {
    try {
      const own = tutorialTokens(bytesOf(each));
      for (const token of own) tokens.push(token);
      files.push({ file: each.file, tokens: own.length });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      skipped.push(error.in(each.file));
    }
  }
  return { tokens, files, skipped };
}

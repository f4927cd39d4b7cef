import type { TutorialElement, TutorialPart } from './tutorial-part.js';
import { instrumentName } from './tutorial-programs.js';

/** What the tutorial takes its tokens from. */
export interface TutorialSource {
  /** Its name; null for one that music21 has no name for, undefined where the file names no instrument. */
  readonly instrument: string | null | undefined;
  /** By onset. */
  readonly elements: readonly TutorialElement[];
}

/**
 * The first instrument of a file: all that is played, in any part, while an instrument of its name reigns.
 * An instrument reigns from its program change to the next of its part, or to the end of the part; so
 * notes before the first one are lost, and so is a part that has none. A file without any gives all.
 */
export function firstInstrument(parts: readonly TutorialPart[]): TutorialSource {
  const reigns = parts.flatMap(reignsOf);
  if (reigns.length === 0)
    return { instrument: undefined, elements: byOnset(parts.flatMap(({ elements }) => elements)) };
  const { instrument } = reigns[0];
  const played = reigns.filter((reign) => reign.instrument === instrument).flatMap(playedIn);
  return { instrument, elements: byOnset([...new Set(played)]) };
}

interface Reign {
  readonly instrument: string | null;
  readonly start: number;
  readonly end: number;
  readonly part: TutorialPart;
}

function reignsOf(part: TutorialPart): Reign[] {
  const changes = part.marks.filter((mark) => mark.kind === 'instrument');
  return changes.map(({ program, onset }, at) => ({
    instrument: instrumentName(program),
    start: onset,
    end: at + 1 < changes.length ? changes[at + 1].onset : part.end,
    part,
  }));
}

/** A reign of no time has what takes no time at its very moment. */
function playedIn({ start, end, part }: Reign): readonly TutorialElement[] {
  return part.elements.filter(({ onset, length }) =>
    start === end ? onset === start && length === 0 : onset >= start && onset < end,
  );
}

function byOnset(elements: readonly TutorialElement[]): readonly TutorialElement[] {
  return [...elements].sort((a, b) => a.onset - b.onset);
}

import type { PlayedTick } from '../model/plan-source.js';
import { PlayedWindow } from './core/played-window.js';
import { valuesAfter } from './core/journal-entry.js';
import type { Values } from './core/settings.js';
import { sessionEntries, sessionHeader, type SessionFiles } from './io/session-files.js';

/** Where a session was when its journal ends, for whoever goes on from there. */
export interface ResumePoint {
  /** Every setting as it stood then, the seed among them. */
  readonly values: Values;
  readonly playing: boolean;
  /** The beat as it was, in BPM: that of another machine where it followed one. */
  readonly bpm: number;
  /** What each part played up to the last bar line, as `PlayedWindow` has it. */
  readonly parts: readonly (readonly PlayedTick[])[];
}

/**
 * Read from the last files alone, 8 MB or so, so that music can go on soon after a crash; a line that was cut short is left
 * out. Fault FILE_UNREADABLE.
 */
export async function resumePoint(session: SessionFiles): Promise<ResumePoint> {
  const last = { ...session, files: session.files.slice(-2) };
  const { parts, ...header } = await sessionHeader(last);
  const windows = parts.map((_, at) => new PlayedWindow(at + 1));
  let { values } = header;
  let [playing, bpm] = [false, values['tempo'] as number];
  for await (const entry of sessionEntries(last, () => undefined)) {
    values = valuesAfter(values, entry);
    if (entry.type === 'clock') bpm = entry.bpm;
    else if (entry.type === 'transport') playing = entry.playing;
    else if (entry.type === 'note') windows[entry.part - 1]?.add(entry);
    else if (entry.type === 'tick') {
      windows[entry.part - 1]?.add(entry);
      playing = true; // it may have begun to in a file before these
    }
  }
  return { values, playing, bpm, parts: windows.map((window) => window.played(true)) };
}

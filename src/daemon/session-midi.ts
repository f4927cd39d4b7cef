import { writeMidi } from '../model/files/midi-write.js';
import { LastBars } from './core/last-bars.js';
import { Recording } from './core/recording.js';
import { sessionEntries, sessionHeader, type SessionFiles } from './io/session-files.js';

export interface SessionMidi {
  readonly bytes: Uint8Array;
  readonly notes: number;
  /** As many as were asked for, or fewer where there are no more. */
  readonly bars: number;
}

/**
 * What a session played, as the bytes of a MIDI file with its tempos and metres: all of it, or the last `bars` bars.
 * `broken` is told how many lines could not be read. Reads in the background. Fault FILE_UNREADABLE.
 */
export async function sessionMidi(
  session: SessionFiles,
  broken: (count: number) => void,
  bars = Infinity,
): Promise<SessionMidi> {
  const { parts, values } = await sessionHeader(session);
  const recording = new Recording(parts, values);
  const entries = sessionEntries(session, broken);
  let found = bars;
  if (bars === Infinity) for await (const entry of entries) recording.add(entry);
  else {
    const last = new LastBars(bars, values);
    for await (const entry of entries) last.add(entry);
    for (const entry of last.entries()) recording.add(entry);
    found = last.length;
  }
  const score = recording.score();
  return { bytes: writeMidi(score), notes: score.notes.length, bars: found };
}

import type { MidiEvent } from './sequencer.js';

/** What a recording shows of the notes in it. */

export function count(events: readonly MidiEvent[], type: MidiEvent['type']): number {
  return events.filter((event) => event.type === type).length;
}

/**
 * Channel and pitch of each note left sounding, and of each end of a note that did not sound. The
 * recorder may arrive in mid-note: an end is let pass where no such note had begun yet.
 */
export function unbalanced(events: readonly MidiEvent[]): string[] {
  const sounding = new Map<string, number>();
  const faults: string[] = [];
  for (const event of events) {
    if (event.type === 'control') continue;
    const key = `channel ${event.channel} pitch ${event.pitch}`;
    const before = sounding.get(key);
    if (event.type === 'on') sounding.set(key, (before ?? 0) + 1);
    else if (before === 0) faults.push(`${key}: ended twice`);
    else if (before !== undefined) sounding.set(key, before - 1);
  }
  for (const [key, left] of sounding) if (left > 0) faults.push(`${key}: ${left} left on`);
  return faults;
}

/** Channel and pitch of each key that is down after these events, as a synth sees it. */
export function sounding(events: readonly MidiEvent[]): string[] {
  const down = new Set<string>();
  for (const event of events) {
    if (event.type === 'control') continue;
    const key = `channel ${event.channel} pitch ${event.pitch}`;
    if (event.type === 'on') down.add(key);
    else down.delete(key);
  }
  return [...down];
}

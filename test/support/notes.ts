export type Sent = readonly [status: number, data1: number, data2: number];

export interface NoteFaults {
  /** Note-offs of keys that did not sound. */
  stray: number;
  /** Note-ons of keys that sounded already. */
  restruck: number;
  /** Keys that still sound at the end. */
  open: number;
}

/** What a synth would have to put up with: all 0 where each note-on has exactly one note-off. */
export function noteFaults(sent: readonly Sent[]): NoteFaults {
  const sounding = new Set<number>();
  const faults: NoteFaults = { stray: 0, restruck: 0, open: 0 };
  for (const [status, pitch] of sent) {
    const key = (status & 0x0f) * 128 + pitch;
    if ((status & 0xf0) === 0x90) {
      if (sounding.has(key)) faults.restruck += 1;
      sounding.add(key);
    } else if ((status & 0xf0) === 0x80) {
      if (!sounding.delete(key)) faults.stray += 1;
    }
  }
  faults.open = sounding.size;
  return faults;
}

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

/** Keys that still sound on a synth that obeys All Sound Off (controller 120), as it must after a process was killed. */
export function soundingAfter(sent: readonly Sent[]): number {
  const sounding = new Set<number>();
  for (const [status, data1] of sent) {
    const channel = status & 0x0f;
    const key = channel * 128 + data1;
    if ((status & 0xf0) === 0x90) sounding.add(key);
    else if ((status & 0xf0) === 0x80) sounding.delete(key);
    else if ((status & 0xf0) === 0xb0 && data1 === 120)
      for (const each of sounding) if (Math.floor(each / 128) === channel) sounding.delete(each);
  }
  return sounding.size;
}

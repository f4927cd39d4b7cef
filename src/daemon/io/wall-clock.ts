/** By the clock on the wall, as people name their takes: `2026-11-27 20:30:12`. */
export function wallTime(date: Date): string {
  const here = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return here.toISOString().slice(0, 19).replace('T', ' ');
}

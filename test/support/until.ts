/** Waits, a turn of the event loop at a time, until something holds; the test's own time-out is the limit. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Waits until something holds, and asks more and more seldom, up to 60 times a second; the test's own time-out is the limit. */
export async function until(holds: () => boolean): Promise<void> {
  for (let wait = 1; !holds(); wait = Math.min(2 * wait, 16))
    await new Promise((resolve) => setTimeout(resolve, wait));
}

/** Waits for something that never rejects, but so many milliseconds at most. */
export async function atMost(milliseconds: number, awaited: Promise<unknown>): Promise<void> {
  let resign: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => (resign = setTimeout(resolve, milliseconds)));
  await Promise.race([awaited, late]);
  clearTimeout(resign);
}

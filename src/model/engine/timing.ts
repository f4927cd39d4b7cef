/** How long something took, in milliseconds, as CLI.md has it. */
export interface Millis {
  readonly p50: number;
  readonly p99: number;
}

/** Runs `act` until it is warm, then `times` more, but for no longer than `seconds`; gives how many it were. */
export async function time(
  act: () => Promise<unknown>,
  { times, seconds }: { readonly times: number; readonly seconds: number },
): Promise<Millis & { readonly times: number }> {
  const end = performance.now() + 1000 * seconds;
  for (let run = 0; run < Math.max(2, times / 10) && performance.now() < end; run++) await act();
  const millis: number[] = [];
  do {
    const began = performance.now();
    await act();
    millis.push(performance.now() - began);
  } while (millis.length < times && performance.now() < end);
  return { p50: quantile(millis, 0.5), p99: quantile(millis, 0.99), times: millis.length };
}

/** The smallest of `values` that a share of them is at or under. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

/** To the microsecond, for people and machines. */
export function rounded({ p50, p99 }: Millis): Millis {
  return { p50: Number(p50.toFixed(3)), p99: Number(p99.toFixed(3)) };
}

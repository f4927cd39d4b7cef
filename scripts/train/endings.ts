/** Ctrl-C, the system that goes down, a terminal that is closed. */
export const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Work that such a signal ends at once, but for letting go of what is held. */
export async function endable<T>(letGo: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const end = (signal: NodeJS.Signals): void => {
    void letGo().finally(() => {
      for (const each of endings) process.off(each, end);
      process.kill(process.pid, signal);
    });
  };
  for (const signal of endings) process.on(signal, end);
  try {
    return await work();
  } finally {
    for (const signal of endings) process.off(signal, end);
  }
}

/** A process that played and died, as the one that watched it saw it. */
export interface Crash {
  /** ISO 8601, in UTC. */
  readonly time: string;
  readonly version: string;
  readonly cause: string;
  readonly seconds: number;
  /** Its command line. */
  readonly words: readonly string[];
  /** Of the machine: one line each. */
  readonly machine: readonly string[];
  /** The last that it said. */
  readonly said: string;
}

/** Characters of what it said last. */
export const mostSaid = 8000;

/**
 * A text that a user can read through and send to others. No music is in it, nor what settings are set to, since that may
 * be the names of files: only which are set.
 */
export function crashReport({
  time,
  version,
  cause,
  seconds,
  words,
  machine,
  said,
}: Crash): string {
  const flags = words.filter((word) => word.startsWith('-')).map((word) => word.split('=')[0]!);
  return `ghostnote ${version} died: ${cause}
${time}, after ${seconds} s

${machine.join('\n')}
set on the command line: ${flags.join(' ') || 'nothing'}

the last that it said:
${said.slice(-mostSaid).trimEnd()}

There is no music in this file. Should it matter what was played, the session
is among those of "ghostnote sessions"; send it along only if you wish to.
`;
}

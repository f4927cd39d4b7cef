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
  /** The last that it said, as it said it. */
  readonly said: string;
  /** The folder of whoever it ran as, if that has one. */
  readonly home: string | undefined;
}

/** Characters of what it said last. */
export const mostSaid = 8000;

/**
 * A text that a user can read through and send to others. No music is in it, and of the command line only which settings are
 * set: what to may be the names of files.
 */
export function crashReport({
  time,
  version,
  cause,
  seconds,
  words,
  machine,
  said,
  home,
}: Crash): string {
  const flags = words.filter((word) => /^-[^\d.]/.test(word)).map((word) => word.split('=')[0]!);
  return `ghostnote ${version} died: ${cause}
${time}, after ${seconds} s

${machine.join('\n')}
set on the command line: ${flags.join(' ') || 'nothing'}

the last that it said:
${lastWords(said, home).slice(-mostSaid).trimEnd()}

There is no music in this file. Should it matter what was played, the session
is among those of "ghostnote sessions"; send it along only if you wish to.
`;
}

/** Without lines of status, which are written over and over, the code that lets phones in, and the user's name in a path. */
function lastWords(said: string, home = '/'): string {
  const words = said.replaceAll(/\r[^\r\n]*\x1b\[K/g, '').replace(/([?&]code=)\w+/g, '$1…');
  return home === '/' ? words : words.replaceAll(home, '~');
}

import type { CommandIo } from './command.js';

/** Lines for people: each below the one before, but for one that is kept fresh, which what else is said takes the place of. */
export function screenLines(write: (text: string) => void): Pick<CommandIo, 'err' | 'over'> {
  let kept = false;
  return {
    err: (line) => {
      write(`${kept ? `\r${clear}` : ''}${line}\n`);
      kept = false;
    },
    over: (line) => {
      write(`\r${line}${clear}`);
      kept = true;
    },
  };
}

/** Clears what is right of it: ECMA-48, EL. */
const clear = '\x1b[K';

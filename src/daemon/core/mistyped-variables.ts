import { environmentName } from './arguments.js';
import { nearestName } from './nearest.js';
import type { Setting } from './settings.js';

/**
 * One line for each variable of the environment that was probably meant for one of `options`: a name that no option has
 * and that is within a slip of one that an option has. Other names may be of other programs.
 */
export function mistypedVariables(
  env: Readonly<Record<string, string | undefined>>,
  options: readonly Setting[],
): string[] {
  const names = options.map(environmentName);
  const bare = names.map((name) => name.slice(prefix.length).toLowerCase());
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !names.includes(name))
    .flatMap((name) => {
      const near = nearestName(name.slice(prefix.length), bare);
      return near === undefined
        ? []
        : [`${name} is no setting; did you mean ${names[bare.indexOf(near)]!}?`];
    });
}

const prefix = 'GHOSTNOTE_';

import { environmentName, environmentPrefix } from './arguments.js';
import { nearestName } from './nearest.js';
import { mostParts, spreadRows } from './part-settings.js';
import type { Setting } from './setting.js';

/**
 * One line for each variable of the environment that was probably meant for a setting of `table`, of whatever part: a name
 * that none has and that is within a slip of one that one has. Other names may be of other programs.
 */
export function mistypedVariables(
  env: Readonly<Record<string, string | undefined>>,
  table: readonly Setting[],
): string[] {
  const given = Object.keys(env).filter((name) => name.startsWith(environmentPrefix));
  if (given.length === 0) return [];
  const names = spreadRows(table, mostParts).map(environmentName);
  const bare = names.map((name) => withoutPrefix(name).toLowerCase());
  return given
    .filter((name) => !names.includes(name))
    .flatMap((name) => {
      const near = nearestName(withoutPrefix(name), bare);
      return near === undefined
        ? []
        : [`${name} is no setting; did you mean ${names[bare.indexOf(near)]!}?`];
    });
}

function withoutPrefix(name: string): string {
  return name.slice(environmentPrefix.length);
}

import { partName, splitPartName } from '../daemon/core/part-settings.js';
import type { State } from './state.js';

/** What may be said after a command, where the daemon has told. Names without a part are those of the part that is shown. */
export function targetsOf(state: State, command: string): readonly string[] {
  if (state.hello === null) return [];
  const { presets, learned } = state.hello;
  switch (command) {
    case 'preset':
    case 'preset-save':
    case 'preset-delete':
      return presets.names;
    case 'load':
      return state.hello.loadable;
    case 'learn':
      return learnable(state);
    case 'unlearn':
      return [learned.waiting ?? [], ...learned.controls.map(({ target }) => target)]
        .flat()
        .map((target) => shownTarget(state, target));
    default:
      return [];
  }
}

/** The full name of a target of `learn` and `unlearn`, with what a command in it takes. */
export function fullTarget(state: State, target: string): string {
  const [, name = '', rest = ''] = /^(\S*)(.*)$/s.exec(target) ?? [];
  const isFull = name.startsWith('part/') || !isOwn(state, name);
  const split = isFull ? splitPartName(name) : { part: state.part, name };
  return partName(split.part, split.name) + rest;
}

/** And back: `part/1/fill` where another part is shown. */
function shownTarget(state: State, target: string): string {
  const { part, name } = splitPartName(target);
  const [row = ''] = name.split(' ');
  return part === state.part || !isOwn(state, row) ? name : `part/${part}/${name}`;
}

function learnable({ hello, part }: State): string[] {
  const { settings, commands, models } = hello!;
  const rows = [...settings.filter(({ type }) => type !== 'string'), ...commands];
  const own = rows.filter(({ scope }) => scope === 'part');
  const others = models.map((_, index) => index + 1).filter((one) => one !== part);
  return [
    ...rows.map(({ name }) => name),
    ...others.flatMap((other) => own.map(({ name }) => `part/${other}/${name}`)),
  ];
}

/** Whether each part has its own. */
function isOwn({ hello }: State, name: string): boolean {
  const rows = [...(hello?.settings ?? []), ...(hello?.commands ?? [])];
  return rows.some((row) => row.name === name && row.scope === 'part');
}

import type { CommandRow } from './live-commands.js';

/** Rows of the table of commands that each part has one of. */
export const partCommands = [
  { name: 'fill', scope: 'part', help: 'a fill, now, until the next bar line' },
  { name: 'mutate', scope: 'part', help: 'the last bar again, with some of it changed' },
  { name: 'approve', scope: 'part', help: 'the last four bars were good: remember them' },
  { name: 'back', scope: 'part', help: 'back to the four bars that were good' },
  {
    name: 'veto',
    scope: 'part',
    help: 'do not play this note of the plan',
    argument: {
      name: 'note',
      type: 'text',
      pattern: '\\d+( \\d+)?',
      help: 'its tick, or its tick and pitch, as in 132 38',
    },
  },
  { name: 'cache-reset', scope: 'part', help: 'unlearn what was played this session' },
  {
    name: 'load',
    scope: 'part',
    help: 'another model plays from the next bar line on',
    argument: {
      name: 'model',
      type: 'text',
      help: 'its folder, or the name of one that comes with ghostnote, such as nottingham',
    },
  },
  { name: 'forget', scope: 'part', help: 'begin anew, as if nothing had been played yet' },
] as const satisfies readonly CommandRow[];

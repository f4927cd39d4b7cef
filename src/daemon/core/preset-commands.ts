import type { CommandRow } from './live-commands.js';

/** Rows of the table of commands that presets add. */
export const presetCommands = [
  {
    name: 'preset',
    help: 'recall a preset on the next bar line',
    argument: { name: 'name', type: 'text', help: 'its name, or its place in the list' },
  },
  { name: 'preset-next', help: 'recall the next preset of the list on the next bar line' },
  { name: 'preset-previous', help: 'recall the one before it' },
  {
    name: 'preset-save',
    help: 'save all settings as they are now, and with preset-window what was played last',
    argument: { name: 'name', type: 'text', help: 'what to call them: chorus, verse 2' },
  },
  {
    name: 'preset-delete',
    help: 'delete a preset',
    argument: { name: 'name', type: 'text', help: 'its name, or its place in the list' },
  },
] as const satisfies readonly CommandRow[];

/** And those that teach MIDI controls. */
export const learnCommands = [
  {
    name: 'learn',
    help: 'the next MIDI control that moves is for this',
    argument: {
      name: 'target',
      type: 'text',
      help: 'a setting, or a command with what it takes: temperature, preset chorus',
    },
  },
  {
    name: 'unlearn',
    help: 'its MIDI control is music again',
    argument: { name: 'target', type: 'text', help: 'what was learned: temperature' },
  },
] as const satisfies readonly CommandRow[];

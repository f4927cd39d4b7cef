import type { Command } from '../command.js';
import { text } from '../core/setting.js';
import { runTerminal } from '../terminal.js';

export const tui: Command = {
  help: 'the terminal UI of a daemon that is playing',
  options: [
    text('connect', '127.0.0.1:8765', 'HOST:PORT of the daemon'),
    text('code', '', 'the code that a daemon on another machine shows'),
  ],
  positionals: '',
  run: ({ values }) => runTerminal(values['connect'] as string, values['code'] as string).ended,
};

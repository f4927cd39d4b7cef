import type { Command } from '../command.js';
import { flag } from '../core/setting.js';
import { settings } from '../core/settings.js';
import { LogFile } from '../io/log-file.js';
import { stateFolder } from '../io/state-folder.js';
import { supervise } from '../supervisor.js';
import { isWatched } from '../understudy.js';

export const play: Command = {
  help: 'play along, live: the daemon',
  options: [
    ...settings,
    flag('status-line', 'one line of status, kept fresh, for a serial console'),
  ],
  positionals: '',
  async run(io) {
    const { state: folder, headless } = io.values;
    const state = stateFolder(folder as string);
    const screen = headless !== true && process.stdin.isTTY && process.stdout.isTTY;
    const kept = new LogFile(state.log, logBytes);
    if (!isWatched() && (headless === true || screen))
      return supervise(state.crashes, screen, kept.log).finally(() => kept.flush());
    // A process that only watches another is there at once without it.
    const { perform } = await import('../perform.js');
    return perform(io, kept);
  },
};

/** Of one file of the log; there are five. */
const logBytes = 1e6;

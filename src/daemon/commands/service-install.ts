import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../model/fault.js';
import { replaceFile } from '../../model/files/replace-file.js';
import type { Command } from '../command.js';
import { launchdAgent, type ServiceProgram, serviceName, systemdUnit } from '../service-unit.js';
import { flag } from '../core/setting.js';
import { pickSettings } from '../core/settings.js';
import { stateFolder } from '../io/state-folder.js';

/** A file for a service manager, and what its user does with it. */
interface Service {
  readonly file: string;
  readonly text: string;
  readonly start: string;
}

export const serviceInstall: Command = {
  help: 'let this machine play whenever it is on: a unit for systemd, an agent for launchd',
  options: [flag('dry-run', 'show the file and change nothing'), ...pickSettings('config')],
  positionals: '',
  async run({ values, out, err }) {
    const config = values['config'] as string;
    const program: ServiceProgram = {
      node: process.execPath,
      main: fileURLToPath(new URL('../main.js', import.meta.url)),
      config: config === '' ? '' : resolve(config),
      // Installed with sudo, it is still for the one who typed it.
      user: process.env['SUDO_USER'] ?? userName(),
    };
    const { file, text, start } = serviceOf(program);
    if (values['dry-run'] === true) {
      out(text.trimEnd());
      err(`ghostnote: this would be ${file}; to start it then: ${start}`);
      return 0;
    }
    await write(file, text);
    err(`ghostnote: wrote ${file}. To start it now and whenever this machine is on: ${start}`);
    return 0;
  },
};

/** Its number, for a user without a name: systemd takes either. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid!());
  }
}

function serviceOf(program: ServiceProgram): Service {
  if (process.platform === 'linux')
    return {
      file: `/etc/systemd/system/${serviceName}.service`,
      text: systemdUnit(program),
      start: `sudo systemctl daemon-reload && sudo systemctl enable --now ${serviceName}`,
    };
  if (process.platform === 'darwin') {
    const file = join(homedir(), 'Library', 'LaunchAgents', `${serviceName}.plist`);
    const text = launchdAgent(program, stateFolder('').folder);
    return { file, text, start: `launchctl bootstrap gui/$(id -u) ${file}` };
  }
  throw new Fault('USAGE', `there is no service for ${process.platform}`, {
    hint: 'let the task scheduler run "ghostnote play --headless" at log-on',
  });
}

async function write(file: string, text: string): Promise<void> {
  try {
    await replaceFile(file, text);
  } catch (cause) {
    const { message } = cause as Fault;
    throw new Fault('FILE_UNWRITABLE', message, {
      file,
      hint: 'run it again with sudo; "ghostnote service install --dry-run" shows what it would write',
      cause,
    });
  }
}

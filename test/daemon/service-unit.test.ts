import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { launchdAgent, systemdUnit } from '../../src/daemon/service-unit.js';
import { statusOf } from '../../src/daemon/signals.js';
import { findProgram } from '../support/programs.js';
import { scratchFolder } from '../support/scratch-folder.js';

const program = {
  node: process.execPath,
  main: '/srv/a folder/100% "mine"/main.js',
  config: '/etc/ghostnote $1.toml',
  user: 'root',
};

describe('The systemd unit', () => {
  it('says what each word is, whatever is in it', () => {
    expect(systemdUnit(program)).toContain(
      `ExecStart=${process.execPath} "/srv/a folder/100%% \\"mine\\"/main.js" play --headless ` +
        `--state /var/lib/ghostnote --config "/etc/ghostnote $$1.toml"\n`,
    );
    expect(systemdUnit({ ...program, config: '' })).not.toContain('--config');
  });

  it('has it that an end by SIGTERM is one in order', () => {
    expect(systemdUnit(program)).toContain(`SuccessExitStatus=${statusOf('SIGTERM')}\n`);
  });

  it.runIf(findProgram('systemd-analyze') !== undefined)(
    'is one that systemd has nothing against',
    async () => {
      const folder = await scratchFolder({ 'ghostnote.service': systemdUnit(program) });
      const file = join(folder, 'ghostnote.service');
      const output = execFileSync('systemd-analyze', ['verify', file], {
        encoding: 'utf8',
        stdio: 'pipe',
      });
      expect(output).toBe('');
    },
  );

  it.runIf(findProgram('systemd-analyze') !== undefined)(
    'gives the process little more than its music takes',
    async () => {
      const folder = await scratchFolder({ 'ghostnote.service': systemdUnit(program) });
      const file = join(folder, 'ghostnote.service');
      // Of 100, by systemd's own count; it ends with an error where the unit has more.
      const limit = ['--offline=true', '--threshold=25'];
      execFileSync('systemd-analyze', ['security', '--no-pager', ...limit, file], {
        stdio: 'pipe',
      });
    },
  );
});

describe('The launchd agent', () => {
  it.runIf(findProgram('python3') !== undefined)(
    'is a property list that has each word as it is',
    async () => {
      const file = 'ghostnote.plist';
      const folder = await scratchFolder({ [file]: launchdAgent(program, '/Users/a & b/state') });
      const read =
        'import json, plistlib, sys; print(json.dumps(plistlib.load(open(sys.argv[1], "rb"))))';
      const text = execFileSync('python3', ['-c', read, join(folder, file)], { encoding: 'utf8' });
      expect(JSON.parse(text)).toMatchObject({
        Label: 'ghostnote',
        RunAtLoad: true,
        KeepAlive: { SuccessfulExit: false },
        ProgramArguments: [
          ...[process.execPath, program.main, 'play', '--headless'],
          ...['--state', '/Users/a & b/state', '--config', program.config],
        ],
      });
    },
  );
});

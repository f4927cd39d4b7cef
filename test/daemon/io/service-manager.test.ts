import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { reportToServiceManager } from '../../../src/daemon/io/service-manager.js';
import { findProgram } from '../../support/programs.js';
import { scratchFolder } from '../../support/scratch-folder.js';
import { until } from '../../support/until.js';

const able = [findProgram('systemd-notify'), findProgram('python3')].every(Boolean);

/** Plays systemd: prints the first datagram that comes. */
const listener = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print(s.recv(4096).decode(), flush=True)
s.close()
`;

test.runIf(able)('it tells the socket that systemd names that it is ready', async () => {
  const socket = join(await scratchFolder(), 'notify');
  const systemd = spawn('python3', ['-c', listener, socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  systemd.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => existsSync(socket));
  vi.stubEnv('NOTIFY_SOCKET', socket);
  reportToServiceManager();
  await until(() => said !== '');
  vi.unstubAllEnvs();
  expect(said.trim()).toBe('READY=1');
});

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { built } from '../support/built.js';

const main = fileURLToPath(built('src/daemon/main.js'));

// A shell of Windows has no `true`.
test.runIf(process.platform !== 'win32')(
  'a reader that goes away early is told nothing more, and nothing is said of it',
  async () => {
    const piped = `"${process.execPath}" "${main}" models | true`;
    const { stderr } = await promisify(execFile)('sh', ['-c', piped]);
    expect(stderr).toBe('');
  },
);

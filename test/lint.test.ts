import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';

/** A test like others, so that it computes while tests of real processes wait. */
it('eslint and prettier have nothing to say', { timeout: 600_000 }, async () => {
  const child = spawn('npm', ['run', '--silent', 'lint'], { stdio: 'pipe' });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const status = await new Promise((resolve) => child.once('close', resolve));
  expect(status, said).toBe(0);
});

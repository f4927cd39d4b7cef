import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

/** A folder that holds these files, by relative path, and is gone when the test is. */
export async function scratchFolder(
  files: Readonly<Record<string, Uint8Array | string>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ghostnote-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** An empty folder for all tests of a file, made before the first and gone after the last. */
export function sharedFolder(): () => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ghostnote-test-'));
  });
  // Children of a process that was killed may write until they notice.
  afterAll(() => rm(folder, { recursive: true, maxRetries: 10, retryDelay: 200 }));
  return () => folder;
}

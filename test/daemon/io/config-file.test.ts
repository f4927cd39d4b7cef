import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configName, findConfig } from '../../../src/daemon/io/config-file.js';
import type { Home } from '../../../src/daemon/io/state-folder.js';
import { faultOf } from '../../support/faults.js';
import { scratchFolder } from '../../support/scratch-folder.js';

/** Of a user who keeps settings in `ghostnote` under this folder, and has no other home. */
const homeAt = (config: string): Home => ({
  platform: 'linux',
  env: { XDG_CONFIG_HOME: config },
  home: undefined,
});

test("without a name it is the user's own", async () => {
  const folder = await scratchFolder({ 'ghostnote/ghostnote.toml': 'tempo = 90' });
  const file = join(folder, 'ghostnote', configName);
  expect(findConfig('', homeAt(folder))).toEqual({ file, toml: 'tempo = 90' });
});

test('where there is none, or no home to have one in, there is none', async () => {
  expect(findConfig('', homeAt(await scratchFolder()))).toBeUndefined();
  expect(findConfig('', homeAt(''))).toBeUndefined();
});

// Windows makes links for administrators alone.
test.runIf(process.platform !== 'win32')(
  'a link to nothing is no file, and is not passed over',
  async () => {
    const folder = await scratchFolder();
    await mkdir(join(folder, 'ghostnote'));
    const file = join(folder, 'ghostnote', configName);
    await symlink('/a/disk/that/is/not/mounted', file);
    expect(faultOf(() => findConfig('', homeAt(folder)))).toMatchObject({
      code: 'FILE_MISSING',
      line: expect.stringContaining(file) as string,
    });
  },
);

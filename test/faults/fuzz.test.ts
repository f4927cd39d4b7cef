import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { fixturePath } from '../support/fixtures.js';
import { crashOf, hunt, refused } from '../support/fuzz/hunt.js';
import { fuzzTargets } from '../support/fuzz/targets.js';
import { runs } from '../support/runs.js';

describe.each(fuzzTargets)('$name', (target) => {
  test('takes whatever bytes come, or says what is wrong with them', async () => {
    expect((await hunt(target, runs(1500), 7)).crashes).toEqual([]);
    // The examples are good.
    for (const seed of target.seeds) expect(await crashOf(target, seed)).toBeUndefined();
  });
  afterAll(() => target.close?.());

  const folder = fixturePath(`fuzz/${target.name}`);
  const found = existsSync(folder) ? readdirSync(folder) : [];
  test.skipIf(found.length === 0).each(found)(
    '%s, which once crashed it, does not',
    async (file) => {
      const error = await crashOf(target, new Uint8Array(readFileSync(`${folder}/${file}`)));
      expect([undefined, refused]).toContain(error);
    },
  );
});

/**
 * Damaged bytes at every door by which strangers' bytes come in, far more of them than a test run has time for:
 * `node dist/bench/fuzz.js [CASES] [SEED] [TARGET]`. What crashes a target is kept in `test/fixtures/fuzz/TARGET`, where the
 * tests try it again for ever.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hunt } from '../test/support/fuzz/hunt.js';
import { fuzzTargets } from '../test/support/fuzz/targets.js';

const [cases = '1000000', seed = '1', only] = process.argv.slice(2);
for (const target of fuzzTargets) {
  if (only !== undefined && only !== target.name) continue;
  const begun = performance.now();
  const { cases: done, taken, crashes, longest } = await hunt(target, Number(cases), Number(seed));
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  process.stdout.write(
    `${target.name}: ${done} cases in ${seconds} s, ${taken} taken, ${crashes.length} crashes, longest ${longest.toFixed(0)} ms\n`,
  );
  for (const { bytes, error } of crashes) {
    const name = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    mkdirSync(`test/fixtures/fuzz/${target.name}`, { recursive: true });
    writeFileSync(`test/fixtures/fuzz/${target.name}/${name}`, bytes);
    process.stdout.write(`  ${name}: ${String(error)}\n`);
  }
  await target.close?.();
  if (crashes.length > 0) process.exitCode = 1;
}

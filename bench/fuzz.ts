/**
 * Damaged bytes at every door by which strangers' bytes come in, far more of them than a test run has time for:
 * `node dist/bench/fuzz.js [CASES] [SEED] [TARGET]` prints a row for each; `docs/reliability.md` has the cases. What crashes a
 * target is kept in `test/fixtures/fuzz/TARGET`, where the tests try it again for ever.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { type Crash, hunt } from '../test/support/fuzz/hunt.js';
import { fuzzTargets } from '../test/support/fuzz/targets.js';

const [cases = '1000000', seed = '1', only] = process.argv.slice(2);
say('door', 'cases', 'taken', 'crashes', 'longest, ms', 'in all, s');
say('---', '--:', '--:', '--:', '--:', '--:');
for (const target of fuzzTargets) {
  if (only !== undefined && only !== target.name) continue;
  const begun = performance.now();
  const found = await hunt(target, Number(cases), Number(seed));
  await target.close?.();
  const { cases: done, taken, crashes, longest } = found;
  const seconds = Math.ceil((performance.now() - begun) / 1000);
  const figures = [done, taken, crashes.length, Math.ceil(longest), seconds];
  say(`\`${target.name}\``, ...figures.map((figure) => figure.toLocaleString('en')));
  for (const crash of crashes) keep(target.name, crash);
  if (crashes.length > 0) process.exitCode = 1;
}

/** A row of Markdown. */
function say(...cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function keep(target: string, { bytes, error }: Crash): void {
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const folder = `test/fixtures/fuzz/${target}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}`, bytes);
  process.stderr.write(`${folder}/${name}: ${String(error)}\n`);
}

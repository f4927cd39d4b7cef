/**
 * How large the page is, and how soon something of it is painted, in a real Chromium that has not seen it before, from the
 * real server on loopback. `node dist/bench/page.js [VISITS]`
 */
import { startHttp } from '../src/daemon/io/http.js';
import { readPageFiles } from '../src/daemon/io/page-files.js';
import { launchChromium } from '../test/support/chromium.js';
import { fakeDaemon, logLines } from '../test/support/fake-daemon.js';
import { quantile } from '../src/model/engine/timing.js';

const [visits = 15] = process.argv.slice(2).map(Number);
const bytes = [...readPageFiles().values()].reduce((sum, { body }) => sum + body.length, 0);
const server = await startHttp(fakeDaemon().control, {
  port: 0,
  log: logLines().log,
  health: () => ({}),
});
const browser = await launchChromium();
const paints: number[] = [];
for (let visit = 0; visit < visits; visit++) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.port}/`);
  await page.waitForSelector('[data-link="up"]');
  // A script as text: this folder is compiled without the names that a browser has.
  const paint = `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null`;
  await page.waitForFunction(paint);
  paints.push(Number(await page.evaluate(paint)));
  await context.close();
}
await browser.close();
await server.close();
const [median, worst] = [quantile(paints, 0.5), quantile(paints, 1)];
process.stdout.write(
  `${JSON.stringify({ bytes, visits, firstPaintMs: { median: Math.round(median), worst: Math.round(worst) } })}\n`,
);

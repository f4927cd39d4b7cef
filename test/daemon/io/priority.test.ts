import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { built } from '../../support/built.js';

const linux = process.platform === 'linux';
const root = process.getuid?.() === 0;

/** What `body` prints, in a process of its own: what it does to itself is not undone. */
function run(body: string): string {
  const script = `
    import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
    const { becomeRealTime, hurry } = await import(${JSON.stringify(built('src/daemon/io/priority.js').href)});
    /** Fields 18 (counted from 3) and later of /proc/[pid]/stat, proc(5): nice, rt_priority, policy. */
    const fields = (thread) => {
      const stat = readFileSync('/proc/self/task/' + thread + '/stat', 'utf8').split(') ')[1].split(' ');
      return { nice: +stat[16], priority: +stat[37], policy: +stat[38] };
    };
    const own = readlinkSync('/proc/thread-self').split('/').at(-1);
    ${body}`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trim();
}

describe.skipIf(!linux)('on Linux (elsewhere priorities are left alone)', () => {
  test('what a thread says it got is what the kernel gave it, and no other thread has it', () => {
    const answer = run(`
      const before = fields(own).nice;
      const said = becomeRealTime();
      const others = readdirSync('/proc/self/task').filter((thread) => thread !== own);
      console.log(JSON.stringify({ before, said, own: fields(own), others: others.map(fields) }));`);
    const { before, said, own, others } = JSON.parse(answer) as {
      before: number;
      said: string;
      own: { nice: number; priority: number; policy: number };
      others: { policy: number }[];
    };
    const meant = {
      'real-time priority 20': { priority: 20 },
      'nice -19': { nice: -19, priority: 0 },
      'normal priority': { nice: before, priority: 0 },
    };
    expect(own).toMatchObject(meant[said as keyof typeof meant]);
    expect(others.map(({ policy }) => policy)).toEqual(others.map(() => 0));
    if (root) expect(said).not.toBe('normal priority');
  });

  test('a process in a hurry is so with every thread it has, and with those that follow', () => {
    const answer = run(`
      hurry();
      await import('node:fs/promises').then(({ readFile }) => readFile('/dev/null'));
      const all = readdirSync('/proc/self/task').map((thread) => fields(thread).nice);
      console.log(new Set(all).size, all[0]);`);
    expect(answer).toMatch(root ? /^1 -11$/ : /^1 /);
  });

  test.skipIf(!root)('a user who may not is left as he was', () => {
    const answer = run(`
      process.setuid(65534);
      const before = fields(own).nice;
      hurry();
      console.log(becomeRealTime(), fields(own).nice - before);`);
    expect(answer).toBe('normal priority 0');
  });
});

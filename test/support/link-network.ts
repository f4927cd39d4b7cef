import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll } from 'vitest';
import { findProgram } from './programs.js';

/** A network that ends where it begins: nothing but a loopback of its own. */
export interface LinkNetwork {
  /** The words before a program's own that start it on this network. */
  enter(): readonly string[];
}

/** Who is not root is root of a namespace of users, where the kernel lets him. */
const user = process.getuid?.() === 0 ? [] : ['--user'];
const unshare = ['--net', ...(user.length === 0 ? [] : ['--map-root-user'])];

/**
 * For all tests of a file. Link multicasts on every interface: on the network of this machine, a test would play with the
 * sessions of whoever is near, and with the test beside it. Undefined, with a line that says why, where it cannot be had.
 */
export function linkNetwork(): LinkNetwork | undefined {
  if (['unshare', 'nsenter', 'ip'].map((name) => findProgram(name)).includes(undefined)) return;
  const tried = spawnSync('unshare', [...unshare, 'ip', 'link', 'set', 'lo', 'up']);
  if (tried.status !== 0) {
    process.stderr.write(`skipping tests of a network of their own: ${String(tried.stderr)}`);
    return undefined;
  }
  let enter: readonly string[] = [];
  let close = () => Promise.resolve();
  beforeAll(async () => {
    // It is there as long as a process is in it: one that waits for the end of its input.
    const hold = 'ip link set lo up && echo up && exec cat';
    const holder = spawn('unshare', [...unshare, 'sh', '-c', hold], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    const root = user.length === 0 ? [] : [...user, '--preserve-credentials'];
    enter = ['nsenter', `--target=${String(holder.pid)}`, '--net', ...root];
    close = async () => {
      const closed = once(holder, 'close');
      holder.stdin.end();
      await closed;
    };
  });
  afterAll(() => close());
  return { enter: () => enter };
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, onTestFinished } from 'vitest';
import { built } from './built.js';
import { linkNetwork, type LinkNetwork } from './link-network.js';
import { type LinkPeer, startLinkPeer } from './link-peer-process.js';
import { findProgram } from './programs.js';

/** Where real peers meet. */
export interface LinkPeers extends LinkNetwork {
  start(bpm: number): LinkPeer;
}

const library = '/usr/include/ableton/Link.hpp';
const source = fileURLToPath(new URL('link-peer.cpp', import.meta.url));

/** The headers are large: tables that nothing here reads take a second of ten to make. */
const flags =
  '-std=c++14 -DLINK_PLATFORM_LINUX -pthread -fno-asynchronous-unwind-tables -fno-rtti'.split(' ');

/**
 * For all tests of a file: compiles the peer before the first, unless what is there is of the same source, compiler and
 * library. Undefined, with a line that says why, where there is no C++ compiler, no Link, or no network of their own.
 */
export function linkPeers(): LinkPeers | undefined {
  const compiler = findProgram('g++');
  if (!existsSync(library)) process.stderr.write(`skipping tests of Link: no ${library}\n`);
  if (compiler === undefined || !existsSync(library)) return undefined;
  const network = linkNetwork();
  if (network === undefined) return undefined;
  const parts = [compiler, library].map((file) => [file, statSync(file).mtimeMs]);
  const made = JSON.stringify([readFileSync(source, 'utf8'), flags, parts]);
  const name = `link-peer-${createHash('sha256').update(made).digest('hex').slice(0, 16)}`;
  const program = fileURLToPath(built(`test/support/${name}`));
  beforeAll(async () => {
    if (existsSync(program)) return;
    // Another run may look for it meanwhile.
    const mine = `${program}.${process.pid}`;
    await promisify(execFile)(compiler, [...flags, '-o', mine, source]);
    renameSync(mine, program);
  }, 120_000);
  const start = (bpm: number): LinkPeer => {
    const peer = startLinkPeer([...network.enter(), program, String(bpm)]);
    onTestFinished(() => peer.crash());
    return peer;
  };
  return { ...network, start };
}

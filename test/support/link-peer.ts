import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, onTestFinished } from 'vitest';
import { linkNetwork, type LinkNetwork } from './link-network.js';
import { type LinkPeer, startLinkPeer } from './link-peer-process.js';
import { findProgram } from './programs.js';
import { sharedFolder } from './scratch-folder.js';

/** Where real peers meet. */
export interface LinkPeers extends LinkNetwork {
  start(bpm: number): LinkPeer;
}

const library = '/usr/include/ableton/Link.hpp';
const source = fileURLToPath(new URL('link-peer.cpp', import.meta.url));

/**
 * For all tests of a file: compiles the peer before the first. Undefined, with a line that says why, where there is no
 * C++ compiler, no Link, or no network of their own.
 */
export function linkPeers(): LinkPeers | undefined {
  const compiler = findProgram('g++');
  if (!existsSync(library)) process.stderr.write(`skipping tests of Link: no ${library}\n`);
  if (compiler === undefined || !existsSync(library)) return undefined;
  const network = linkNetwork();
  if (network === undefined) return undefined;
  const folder = sharedFolder();
  const program = () => join(folder(), 'link-peer');
  beforeAll(async () => {
    const flags = ['-std=c++14', '-DLINK_PLATFORM_LINUX', '-pthread', '-Wall', '-Wextra'];
    await promisify(execFile)(compiler, [...flags, '-o', program(), source]);
  }, 120_000);
  const start = (bpm: number): LinkPeer => {
    const peer = startLinkPeer([...network.enter(), program(), String(bpm)]);
    onTestFinished(() => peer.crash());
    return peer;
  };
  return { ...network, start };
}

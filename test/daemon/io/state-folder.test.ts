import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stateFolder } from '../../../src/daemon/io/state-folder.js';
import { faultOf } from '../../support/faults.js';

const home = '/home/ada';

describe('The state folder', () => {
  it('is the one that was set, wherever the program was started', () => {
    expect(stateFolder('here', { platform: 'linux', env: {}, home }).folder).toBe(resolve('here'));
  });

  it.each([
    ['linux', {}, '/home/ada/.local/state/ghostnote'],
    ['linux', { XDG_STATE_HOME: '/var/ada' }, '/var/ada/ghostnote'],
    ['linux', { XDG_STATE_HOME: 'not/absolute' }, '/home/ada/.local/state/ghostnote'],
    ['linux', { XDG_STATE_HOME: '' }, '/home/ada/.local/state/ghostnote'],
    ['darwin', {}, '/home/ada/Library/Application Support/ghostnote'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/ghostnote'],
    ['win32', {}, '/home/ada/AppData/Local/ghostnote'],
  ] as const)('is where %s keeps state, given %o', (platform, env, folder) => {
    expect(stateFolder('', { platform, env, home }).folder).toBe(folder);
  });

  it('of a user without a home is the one that was set, or a fault that says how to set it', () => {
    const nobody = { platform: 'linux', env: {}, home: undefined } as const;
    expect(stateFolder('/s', nobody).folder).toBe(resolve('/s'));
    expect(faultOf(() => stateFolder('', nobody))).toMatchObject({
      code: 'USAGE',
      line: expect.stringContaining('--state') as string,
    });
  });

  it('holds each thing in a place of its own', () => {
    const { folder, ...places } = stateFolder('/s', { platform: 'linux', env: {}, home });
    expect(new Set(Object.values(places)).size).toBe(Object.keys(places).length);
    for (const place of Object.values(places))
      expect(place.startsWith(join(folder, '/'))).toBe(true);
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Values } from '../../../src/daemon/core/setting.js';
import { startLinkGhostnote } from '../../support/link-ghostnote.js';
import { linkPeers } from '../../support/link-peer.js';
import { sharedFolder } from '../../support/scratch-folder.js';

const peers = linkPeers();

describe.skipIf(peers === undefined)('two real Link peers', () => {
  it('find each other, and share tempo, phase, start and stop', async () => {
    const [first, second] = [peers!.start(120), peers!.start(97)];
    await first.until((state) => state.peers === 1);
    await second.until((state) => state.peers === 1);

    await first.setTempo(140);
    const { tempo } = await second.until((state) => Math.abs(state.tempo - 140) < 0.001);
    expect((await first.state()).tempo).toBeCloseTo(tempo, 3);
    const one = await first.state();
    const other = await second.state();
    const passed = ((other.micros - one.micros) * tempo) / 60e6;
    const apart = other.phase - one.phase - passed;
    expect(apart - 4 * Math.round(apart / 4)).toBeCloseTo(0, 2);

    await second.play();
    await first.until((state) => state.playing);
    await first.stop();
    await second.until((state) => !state.playing);
  });

  it('notice when the other leaves', async () => {
    const [stays, leaves] = [peers!.start(120), peers!.start(120)];
    await stays.until((state) => state.peers === 1);
    await leaves.quit();
    await stays.until((state) => state.peers === 0);
  });
});

describe.skipIf(peers === undefined)('ghostnote with a real Link peer', () => {
  const begin = (settings: Values = {}) =>
    startLinkGhostnote(peers!, {
      ...{ clock: 'link', 'link-start': true, state: state() },
      ...{ 'http-port': 0, 'osc-port': 0, ...settings },
    });
  const state = sharedFolder();

  it('plays on its bars, at its tempo, from the first note on', async () => {
    const peer = peers!.start(240);
    const ghostnote = await begin();
    ghostnote.tell('start');
    await ghostnote.until((heard) => heard.type === 'tick' && heard.bar === 2);
    const { micros, phase } = await peer.state();
    const off = ghostnote.heard
      .filter((heard) => heard.type === 'tick')
      .map((tick) => {
        // What comes of a tick is told a little late, by a busy machine a good deal, and never early.
        const beats = phase + ((tick.micros - micros) * 240) / 60e6 - tick.tickInBar / 4;
        return beats - 4 * Math.round(beats / 4);
      });
    expect(off.length).toBeGreaterThan(30);
    expect(Math.min(...off)).toBeGreaterThan(-0.005);
    expect(Math.min(...off)).toBeLessThan(0.05);
  });

  it('meets it when a program that had the port for itself has gone', async () => {
    const alone = "require('dgram').createSocket('udp4').bind(20808, () => console.log('mine'))";
    const [command, ...args] = [...peers!.enter(), process.execPath, '-e', alone];
    const taker = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void taker.kill('SIGKILL'));
    await once(taker.stdout, 'data');
    const ghostnote = await begin();
    taker.kill('SIGKILL');
    await once(taker, 'close');
    const peer = peers!.start(150);
    await peer.until(({ peers }) => peers === 1);
    await ghostnote.until((heard) => heard.type === 'clock' && heard.other === 1);
    await peer.setTempo(99);
    await ghostnote.until((heard) => heard.type === 'values' && heard.values['tempo'] === 99);
  });

  it('takes the tempo that the peer sets, and sets one for it; starts and stops with it, and it with ghostnote', async () => {
    const ghostnote = await begin();
    const peer = peers!.start(90);
    await peer.until(({ peers }) => peers === 1);
    await ghostnote.until((heard) => heard.type === 'clock' && heard.other === 1);
    await peer.setTempo(133.7);
    await ghostnote.until((heard) => heard.type === 'values' && heard.values['tempo'] === 133.7);
    ghostnote.tell('tempo 97.5');
    await peer.until(({ tempo }) => Math.abs(tempo - 97.5) < 0.001);

    await peer.play();
    await ghostnote.until((heard) => heard.type === 'transport' && heard.playing);
    ghostnote.tell('stop');
    await peer.until(({ playing }) => !playing);
    ghostnote.tell('start');
    await peer.until(({ playing }) => playing);
  });

  it('goes on with the beat when it is left, and says good-bye', async () => {
    const peer = peers!.start(239);
    const ghostnote = await begin();
    await ghostnote.until((heard) => heard.type === 'clock' && heard.other === 1);
    ghostnote.tell('start');
    await ghostnote.until((heard) => heard.type === 'tick' && heard.bar === 1);
    await peer.quit();
    await ghostnote.until(
      (heard) =>
        heard.type === 'clock' && heard.state === 'link' && heard.bpm > 230 && heard.other === 0,
    );
    const { length } = ghostnote.heard;
    await ghostnote.until((heard) => heard.type === 'tick' && heard.bar === 2);
    const ticks = ghostnote.heard.slice(length).filter((heard) => heard.type === 'tick');
    expect(ticks.map(({ tick }) => tick - ticks[0]!.tick)).toEqual([...ticks.keys()]);
    const next = peers!.start(100);
    await next.until(({ peers, tempo }) => peers === 1 && Math.abs(tempo - 239) < 0.01);
    await ghostnote.close();
    await next.until(({ peers }) => peers === 0);
  });
});

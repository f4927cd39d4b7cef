import { describe, expect, it } from 'vitest';
import { linkPeers } from '../../support/link-peer.js';

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

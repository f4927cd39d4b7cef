import { describe, expect, test } from 'vitest';
import { LinkNode } from '../../../../src/daemon/core/link/link-node.js';
import type { Hello } from '../../../../src/daemon/core/link/wire.js';
import { LinkNet, type Machine } from '../../../support/link-net.js';

const second = 1_000_000;

/** How far apart two hear the beat, in microseconds. */
function apart(net: LinkNet, a: Machine, b: Machine): number {
  return (Math.abs(a.beatAt(net.now) - b.beatAt(net.now)) * 60_000_000) / a.node.state.bpm;
}

describe('two who meet', () => {
  test('play the beat and the tempo of the one that was there first', () => {
    const net = new LinkNet();
    const first = net.add({ bpm: 96, id: 'ffffffffffffffff', offset: 1e9 });
    net.run(3 * second);
    const beat = first.beatAt(net.now);
    const second_ = net.add({ bpm: 140, id: '0000000000000001', offset: -2e6 });
    net.run(2 * second);
    expect(first.beatAt(net.now)).toBeCloseTo(beat + (2 * 96) / 60, 5);
    expect(apart(net, first, second_)).toBeLessThan(150);
    for (const { node } of [first, second_])
      expect([node.state.peers, node.state.bpm]).toEqual([1, 96]);
  });

  test('and began together play that of the lower id', () => {
    const net = new LinkNet();
    const high = net.add({ bpm: 96, id: 'ff00000000000000' });
    net.run(0.2 * second);
    const low = net.add({ bpm: 140, id: '0100000000000000', offset: 7e8 });
    net.run(2 * second);
    expect([high.node.state.bpm, low.node.state.bpm].map(Math.round)).toEqual([140, 140]);
    expect(apart(net, high, low)).toBeLessThan(150);
  });

  test('play that of the one that began 0.8 seconds before, though its id is the higher', () => {
    const net = new LinkNet();
    const first = net.add({ bpm: 96, id: 'ffffffffffffffff' });
    net.run(0.8 * second);
    const other = net.add({ bpm: 140, id: '0000000000000001', offset: 3e6 });
    net.run(2 * second);
    for (const { node } of [first, other]) expect(node.state.bpm).toBe(96);
  });

  test('have the tempo that was set while they were meeting, from the first', () => {
    const net = new LinkNet();
    net.delay = 40_000;
    const first = net.add({ bpm: 96 });
    net.run(3 * second);
    const other = net.add({ bpm: 140 });
    net.run(0.3 * second);
    first.node.setTempo(101, first.clock(net.now));
    while (other.node.state.peers === 0) net.run(1000);
    expect(other.node.state.bpm).toBeCloseTo(101, 3);
  });

  test('send a ping that is lost again after 50 ms, not when next they tell of themselves', () => {
    const net = new LinkNet();
    net.lazy = true;
    let pongs = 0;
    net.drops = ({ type }) => type === 'pong' && (pongs += 1) <= 8;
    net.add();
    net.run(3 * second);
    const { node } = net.add();
    net.run(0.36 * second);
    expect(node.state.peers).toBe(1);
  });

  test('do so where a fifth of all is lost and the rest is late by up to 20 ms', () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const net = new LinkNet(seed);
      [net.loss, net.delay] = [0.2, 20_000];
      const first = net.add({ bpm: 96 });
      net.run(3 * second);
      const other = net.add({ bpm: 140, offset: 3e7 });
      net.run(10 * second);
      expect([first.node.state.peers, other.node.state.peers]).toEqual([1, 1]);
      expect(apart(net, first, other)).toBeLessThan(3000);
    }
  });
});

describe('in a session', () => {
  function meet(count: number, seed = 1): { net: LinkNet; all: Machine[] } {
    const net = new LinkNet(seed);
    const all = Array.from({ length: count }, (_, at) => {
      net.run(second);
      return net.add({ offset: at * 1e8, fast: 60 * at - 60 });
    });
    net.run(2 * second);
    return { net, all };
  }

  test('each sets the tempo for all, and the beat goes on from where it is', () => {
    const { net, all } = meet(3);
    for (const [at, { node, clock }] of all.entries()) {
      const before = all.map((machine) => machine.beatAt(net.now));
      node.setTempo(100 + at, clock(net.now));
      net.run(0.1 * second);
      all.forEach((machine, each) => {
        expect(machine.node.state.bpm).toBeCloseTo(100 + at, 3);
        const passed = machine.beatAt(net.now) - before[each]!;
        expect(passed).toBeGreaterThan(0.16);
        expect(passed).toBeLessThan(0.2);
      });
    }
  });

  test('clocks that run apart by 120 millionths stay together to half a dozen milliseconds', () => {
    const { net, all } = meet(3);
    for (let minute = 0; minute < 5; minute += 1) {
      net.run(60 * second);
      for (const other of all) expect(apart(net, all[0]!, other)).toBeLessThan(4000);
    }
    expect(all.map(({ node }) => node.state.peers)).toEqual([2, 2, 2]);
  });

  test('one starts and stops all; who comes later is told', () => {
    const { net, all } = meet(2);
    const [first, other] = all;
    other!.node.setPlaying(true, other!.clock(net.now));
    net.run(0.2 * second);
    expect(first!.node.state.playing).toBe(true);
    const late = net.add({ offset: 9 });
    net.run(2 * second);
    expect(late.node.state.playing).toBe(true);
    first!.node.setPlaying(false, first!.clock(net.now));
    net.run(0.2 * second);
    expect([other!, late].map(({ node }) => node.state.playing)).toEqual([false, false]);
  });

  test('what its members said of start and stop counts, not what was said in another', () => {
    const net = new LinkNet();
    const first = net.add();
    net.run(2 * second);
    first.node.setPlaying(true, first.clock(net.now));
    const other = net.add();
    other.connected = false;
    net.run(20 * second);
    for (const playing of [true, false]) other.node.setPlaying(playing, other.clock(net.now));
    other.connected = true;
    net.run(2 * second);
    for (const { node } of [first, other]) expect(node.state.playing).toBe(true);
  });

  test.each([0, 1])(
    'one whose clock stood still is with the others soon, whoever was first',
    (at) => {
      const { net, all } = meet(3);
      const before = all[2]!.beatAt(net.now);
      const began = net.now;
      all[at]!.slept(10 * second);
      all[at]!.node.wake(all[at]!.clock(net.now));
      net.run(second);
      for (const other of all) expect(apart(net, all[2]!, other)).toBeLessThan(1500);
      const beats = ((net.now - began) * all[2]!.node.state.bpm) / 60_000_000;
      expect(all[2]!.beatAt(net.now)).toBeCloseTo(before + beats, 2);
    },
  );

  test('a stop counts even where the start was said by a clock that is ahead', () => {
    const { net, all } = meet(2);
    const [first, other] = all;
    other!.node.setPlaying(true, other!.clock(net.now + 300_000));
    net.run(0.2 * second);
    expect(first!.node.state.playing).toBe(true);
    first!.node.setPlaying(false, first!.clock(net.now));
    net.run(0.3 * second);
    for (const { node } of all) expect(node.state.playing).toBe(false);
  });

  test.each(['says good-bye', 'falls silent'])(
    'whoever stays goes on with the beat when the other %s',
    (way) => {
      const { net, all } = meet(2);
      const [first, other] = all;
      other!.node.setTempo(90, other!.clock(net.now));
      net.run(second);
      const before = other!.beatAt(net.now);
      const begun = net.now;
      if (way === 'says good-bye') first!.node.leave();
      net.run(0.1 * second);
      first!.connected = false;
      net.run(8 * second);
      expect(other!.node.state.peers).toBe(0);
      expect(other!.node.state.bpm).toBeCloseTo(90, 3);
      const passed = ((net.now - begun) * 90) / 60_000_000;
      expect(other!.beatAt(net.now)).toBeCloseTo(before + passed, 2);
      // Both come back, in one session again.
      first!.connected = true;
      net.run(3 * second);
      expect(all.map(({ node }) => node.state.peers)).toEqual([1, 1]);
      expect(apart(net, first!, other!)).toBeLessThan(1500);
    },
  );

  test('whoever goes on with one in a session of its own keeps its time, by which the others go', () => {
    const { net, all } = meet(2);
    const [first, other] = all;
    first!.node.leave();
    first!.connected = false;
    net.run(second);
    const third = net.add({ offset: 3e8 });
    net.run(2 * second);
    const before = [other!, third].map(({ changes }) => changes);
    net.run(45 * second);
    const news = [other!, third].map(({ changes }, at) => changes - before[at]!);
    expect(news).toEqual([0, 1]);
  });

  test('nothing is news where nothing changes', () => {
    const { net, all } = meet(2);
    const before = all.map(({ changes }) => changes);
    net.run(20 * second);
    expect(all.map(({ changes }) => changes)).toEqual(before);
  });
});

test('it says while it does not know yet whether another session counts', () => {
  const net = new LinkNet();
  net.delay = 40_000;
  net.add();
  net.run(3 * second);
  const { node } = net.add();
  let said = 0;
  while (node.state.peers === 0) {
    net.run(0.1 * second);
    if (node.measuring) said += 1;
  }
  expect(said).toBeGreaterThan(8);
  expect(node.measuring).toBe(false);
});

test('what it does already, it does not tell again as if it were new', () => {
  const net = new LinkNet();
  const told: unknown[] = [];
  net.drops = (message) => message.type === 'alive' && told.push(message.startStop) < 0;
  const { node, clock } = net.add();
  net.run(second);
  for (const playing of [true, false])
    for (let times = 0; times < 3; times += 1) {
      node.setPlaying(playing, clock(net.now));
      net.run(second);
    }
  expect(new Set(told.map((each) => JSON.stringify(each))).size).toBe(3);
});

test('it tells of itself four times a second, and twenty times at most where much is new', () => {
  const told: Hello[] = [];
  const node = new LinkNode(
    { bpm: 120, now: 0 },
    () => '7000000000000000',
    { tellAll: (message) => told.push(message as Hello), tell: () => undefined },
    () => undefined,
  );
  const run = (from: number, to: number): number => {
    const { length } = told;
    for (let now = from * 1000; now < to * 1000; now += 1000) {
      if (from > 5000) node.setTempo(100 + (now % 7), now);
      node.advance(now);
    }
    return told.length - length;
  };
  expect(run(0, 2000)).toBe(8);
  expect(run(6000, 8000)).toBe(40);
  expect(told.at(-1)!.ttl).toBe(5);
});

describe('alone', () => {
  test('its bars lie still where who tells of them is late now and then', () => {
    const net = new LinkNet();
    const { node, beatAt, clock } = net.add({ bpm: 120 });
    const off = (line: number): number => {
      const beats = beatAt(line);
      return Math.round((beats - 4 * Math.round(beats / 4)) * 500_000);
    };
    net.run(1_234_567);
    let line = net.now;
    const found = [9, 0, 29, 3, 150, 1, 2, 12].map((late) => {
      node.layBar(4, clock(line + late * 1000));
      line += 2 * second;
      return off(line);
    });
    expect(found).toEqual([-9000, 0, 0, 0, -150_000, -1000, -1000, -1000]);
    // Earlier it is at once, and much later too: that is no lateness.
    node.layBar(4, clock(line - 20_000));
    expect(off(line)).toBe(20_000);
    node.layBar(4, clock(line + 70_000));
    expect(off(line + 70_000)).toBe(0);
  });

  test('it goes on as it was after a sleep', () => {
    const net = new LinkNet();
    const { node, clock } = net.add({ bpm: 99 });
    net.run(second);
    const before = node.state;
    node.wake(clock(net.now));
    net.run(second);
    expect(node.state).toEqual(before);
  });

  test('it lays its bars where they are played, and whoever comes takes them', () => {
    const net = new LinkNet();
    const first = net.add({ bpm: 120 });
    net.run(1_234_567);
    first.node.layBar(4, first.clock(net.now));
    expect(first.beatAt(net.now) % 4).toBeCloseTo(0, 5);
    const line = net.now;
    const other = net.add({ offset: 55e6 });
    net.run(2 * second);
    expect(((other.beatAt(line) % 4) + 4.5) % 4).toBeCloseTo(0.5, 2);
    // With others it is theirs too.
    first.node.layBar(4, first.clock(net.now - 700_000));
    expect(apart(net, first, other)).toBeLessThan(150);
  });
});

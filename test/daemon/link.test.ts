import { describe, expect, test } from 'vitest';
import { LinkStage } from '../support/link-stage.js';

const together = { 'link-start': true };

describe('a tempo', () => {
  test('that is set here is that of all, and one that others set is the setting here', () => {
    const stage = new LinkStage();
    const [first, other] = stage.meet({ tempo: 96 }, { tempo: 150 });
    expect(other!.beats[0]).toMatchObject({ bpm: 150, peers: 0 });
    expect([first!, other!].map(({ control }) => control.values['tempo'])).toEqual([96, 96]);
    other!.control.set('tempo', 133.7);
    stage.run(60);
    expect(first!.control.values['tempo']).toBe(133.7);
    expect(first!.beats.at(-1)!.bpm).toBeCloseTo(133.7, 3);
    // Once: what came from the session is not told to it again.
    const changes = first!.machine().changes;
    stage.run(2000);
    expect(first!.machine().changes).toBe(changes);
  });

  test('is told to the others at once, and to no one twenty times a second', () => {
    const stage = new LinkStage();
    const [first, other] = stage.meet({ tempo: 96 }, {});
    for (let each = 0; each < 5; each += 1) {
      stage.run(100 + 31 * each);
      first!.control.set('tempo', 100 + each);
      stage.run(55);
      expect(other!.machine().node.state.bpm).toBeCloseTo(100 + each, 3);
    }
  });

  test('set here stays as fine as it was set', () => {
    const stage = new LinkStage();
    const [first] = stage.meet({}, {});
    for (const bpm of [99.9996, 123.4564]) {
      first!.control.set('tempo', bpm);
      stage.run(300);
      expect(first!.control.values['tempo']).toBe(bpm);
    }
  });

  test('is no news where another setting is turned', () => {
    const stage = new LinkStage();
    const [first, other] = stage.meet({ tempo: 96 }, { tempo: 150 });
    const changes = other!.machine().changes;
    first!.control.set('density', 3);
    stage.run(500);
    expect(other!.machine().changes).toBe(changes);
  });

  test('beyond those of the setting is played, and not brought back into them', () => {
    const stage = new LinkStage();
    const [first, other] = stage.meet({}, {});
    const { node, clock } = other!.machine();
    node.setTempo(380, clock(stage.net.now));
    stage.run(100);
    first!.control.set('density', 3);
    stage.run(500);
    expect(first!.control.values['tempo']).toBe(300);
    expect(first!.beats.at(-1)!.bpm).toBeCloseTo(380, 2);
    expect(node.state.bpm).toBeCloseTo(380, 2);
  });

  test('is not lost where it is the last of a fader and other news of the session comes first', () => {
    const stage = new LinkStage();
    const [first, other] = stage.meet({ tempo: 96 }, { tempo: 150 });
    stage.run(2000);
    void other!.link.close();
    let told = first!.beats.length;
    while (first!.beats.length === told) {
      told = first!.beats.length;
      first!.control.set('tempo', 91);
      stage.net.run(100);
    }
    expect(first!.beats.at(-1)!.peers).toBe(0);
    stage.run(2);
    expect(first!.control.values['tempo']).toBe(91);
    expect(first!.machine().node.state.bpm).toBeCloseTo(91, 3);
  });
});

describe('a start', () => {
  test('waits 0.6 seconds where nobody comes, and then no more', () => {
    const stage = new LinkStage();
    const { link, commands } = stage.add();
    for (const command of ['start', 'stop', 'continue'] as const) link.command(command);
    stage.run(599);
    expect(commands).toEqual(['stop']);
    stage.run(2);
    expect(commands).toEqual(['stop', 'continue']);
    link.command('start');
    expect(commands).toEqual(['stop', 'continue', 'start']);
  });

  test('waits for those who are there, and comes once they are met', () => {
    const stage = new LinkStage();
    stage.add();
    stage.run(3000);
    stage.net.delay = 8000;
    const { link, commands } = stage.add();
    link.command('start');
    for (let waited = 0; link.peers === 0; waited += 1) {
      expect(waited).toBeLessThan(600);
      stage.run(1);
    }
    expect(commands).toEqual(['start']);
  });

  test('waits longer on a slow network', () => {
    const stage = new LinkStage();
    stage.add();
    stage.run(3000);
    stage.net.delay = 200_000;
    const { link, commands, beats } = stage.add();
    link.command('start');
    stage.run(1250);
    expect(commands).toEqual([]);
    stage.run(1000);
    expect(commands).toEqual(['start']);
    expect(beats.at(-1)!.peers).toBe(1);
  });

  test('waits 3 seconds for one who answers a few times a second, and then no more', () => {
    const stage = new LinkStage();
    let last = 0;
    stage.net.drops = ({ type }) => {
      if (type !== 'pong' || stage.net.now - last < 90_000) return type === 'pong';
      last = stage.net.now;
      return false;
    };
    stage.add();
    stage.run(3000);
    const { link, commands } = stage.add();
    link.command('start');
    stage.run(2999);
    expect(commands).toEqual([]);
    stage.run(2);
    expect(commands).toEqual(['start']);
  });

  test('is said to come in on the bar, where others have one and it does not play yet', () => {
    const stage = new LinkStage();
    const alone = stage.add();
    stage.run(1000);
    alone.link.command('start');
    stage.run(10);
    const [first, other] = stage.meet(together, together);
    first!.link.command('continue');
    stage.run(100);
    other!.control.publish({ type: 'transport', playing: true });
    for (const command of ['stop', 'start'] as const) other!.link.command(command);
    const line = 'Comes in on the bar of the Link session.';
    expect([alone, first!, other!].map(({ said }) => said)).toEqual([[], [line], [line]]);
  });

  test('that waits is given where its clock becomes its own, and not where all ends', () => {
    for (const end of [true, false]) {
      const stage = new LinkStage();
      const { control, link, commands, play } = stage.add(together);
      link.command('start');
      stage.run(10);
      if (end) void link.close();
      else control.set('clock', 'internal');
      stage.run(2000);
      expect(commands).toEqual(end ? [] : ['start']);
      play(0);
      if (!end) link.command('start');
      expect(commands).toEqual(end ? [] : ['start', 'start']);
    }
  });
});

test('what is set just before all ends, and told after, opens no network again', () => {
  const stage = new LinkStage();
  const { control, link, beats } = stage.add();
  control.set('tempo', 96);
  void link.close();
  stage.run(100);
  const told = beats.length;
  control.set('tempo', 97);
  stage.run(100);
  expect(beats).toHaveLength(told);
});

describe('who comes later', () => {
  test('takes the bars that are played, but for the nudge: those of part 1', () => {
    for (const nudge of [0, -40]) {
      const stage = new LinkStage();
      const first = stage.add({ nudge, 'beats-per-bar': 3 });
      stage.run(1234);
      const { beatAt, clock } = first.machine();
      const here = stage.net.now;
      first.play(0);
      for (const [tickInBar, part] of [
        [4, 1],
        [1, 1],
        [0, 2],
        [1, 2],
      ] as const) {
        stage.run(77);
        first.play(tickInBar, part);
      }
      const barLine = beatAt(here - nudge * 1000);
      expect(barLine / 3).toBeCloseTo(Math.round(barLine / 3), 4);
      expect(clock(here)).toBeGreaterThan(0);
      const late = stage.add();
      stage.run(2000);
      const there = late.machine().beatAt(here - nudge * 1000);
      expect(there).toBeCloseTo(barLine, 2);
    }
  });
});

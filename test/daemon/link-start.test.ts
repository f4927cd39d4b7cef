import { describe, expect, test } from 'vitest';
import { LinkStage } from '../support/link-stage.js';

const together = { 'link-start': true };

/** Two who have met; one of them started both, and stopped both. */
function stageAtRest() {
  const stage = new LinkStage();
  const [first] = stage.meet(together, together);
  for (const command of ['start', 'stop'] as const) {
    first!.link.command(command);
    stage.run(500);
  }
  return { stage, first: first! };
}

describe('with link-start', () => {
  test('of starts and stops in quick succession the last one counts, and none comes back', () => {
    const stage = new LinkStage();
    const [first, other] = stage.meet(together, together);
    const given = ['start', 'stop', 'start', 'stop', 'panic', 'continue'] as const;
    for (const command of given) first!.link.command(command);
    stage.run(5);
    expect(other!.commands).toEqual(['start']);
    stage.run(500);
    other!.link.command('panic');
    stage.run(60);
    expect(first!.commands).toEqual([...given, 'stop']);
    expect(other!.commands).toEqual(['start', 'panic']);
  });

  test('told to end it stops them when it has ended, and not before', () => {
    const stage = new LinkStage();
    const [first, other] = stage.meet(together, together);
    for (const command of ['start', 'end'] as const) first!.link.command(command);
    stage.run(500);
    expect(other!.commands).toEqual(['start']);
    first!.link.hear({ type: 'transport', playing: false });
    stage.run(500);
    expect(other!.commands).toEqual(['start', 'stop']);
    expect(first!.commands).toEqual(['start', 'end']);
  });

  test('it starts with those who play, and not without it, nor they with it', () => {
    const stage = new LinkStage();
    const [first, other, apart] = stage.meet(together, together, {});
    first!.link.command('start');
    stage.run(500);
    expect([other!.commands, apart!.commands]).toEqual([['start'], []]);
    apart!.link.command('stop');
    for (const { link } of [first!, apart!]) link.command('downbeat');
    first!.commands.pop();
    stage.run(500);
    expect([first!.commands, other!.commands]).toEqual([['start'], ['start']]);
    const late = stage.add(together);
    stage.run(2000);
    expect(late.commands).toEqual(['start']);
  });

  test('one that plays alone tells who comes later, whatever had it begin', () => {
    const stage = new LinkStage();
    const first = stage.add(together);
    stage.run(1000);
    first.play(0);
    const late = stage.add(together);
    stage.run(2000);
    expect(late.commands).toEqual(['start']);
    first.link.command('stop');
    stage.run(500);
    expect(late.commands).toEqual(['start', 'stop']);
  });

  test('what was played before a stop, and is heard after it, starts nobody', () => {
    const stage = new LinkStage();
    const first = stage.add(together);
    stage.run(1000);
    for (const command of ['stop', 'panic'] as const) {
      first.link.command('start');
      stage.run(1500);
      first.link.command(command);
      stage.run(900);
      first.play(0);
      expect(first.machine().node.state.playing).toBe(false);
    }
    stage.run(200);
    first.play(0);
    expect(first.machine().node.state.playing).toBe(true);
  });

  test('one that plays goes on where it comes to others who stopped before that, and stops with them later', () => {
    const { stage, first } = stageAtRest();
    const { link, control, commands, play } = stage.add({ ...together, clock: 'internal' });
    link.command('start');
    stage.run(500);
    control.set('clock', 'link');
    stage.run(10);
    play(0);
    stage.run(2000);
    play(0);
    stage.run(500);
    expect(commands).toEqual(['start']);
    expect(first.commands).toEqual(['start', 'stop']);
    first.link.command('start');
    stage.run(500);
    first.link.command('stop');
    stage.run(500);
    expect(commands).toEqual(['start', 'stop']);
  });

  test('one that plays among others who stand starts them by a start of its own', () => {
    const { stage, first } = stageAtRest();
    const other = stage.add(together);
    other.play(0);
    stage.run(2000);
    other.link.command('start');
    stage.run(500);
    expect(first.commands).toEqual(['start', 'stop', 'start']);
  });

  test('switched off and on, it takes the session as it finds it', () => {
    const stage = new LinkStage();
    const [first, other] = stage.meet(together, together);
    first!.link.command('start');
    stage.run(500);
    for (const clock of ['internal', 'link']) {
      other!.control.set('clock', clock);
      stage.run(20);
      expect([first!, other!].map(({ link }) => link.peers)).toEqual([0, 0]);
    }
    stage.run(2000);
    expect(first!.link.peers).toBe(1);
    expect(other!.commands).toEqual(['start', 'start']);
  });
});

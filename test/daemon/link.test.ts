import { expect, onTestFinished, test } from 'vitest';
import { Control } from '../../src/daemon/core/control.js';
import { Link } from '../../src/daemon/link.js';
import type { LinkBeat } from '../../src/daemon/core/link-follow.js';
import type { Values } from '../../src/daemon/core/setting.js';

/** Where nobody else is. */
const place = { network: '127.0.0.1', group: { address: '224.76.78.76', port: 20_811 } };

/** Link beside the settings, whose changes wait until they are `applied`. */
function openLink(values: Values) {
  const beats: LinkBeat[] = [];
  const commands: string[] = [];
  let wake = (): void => undefined;
  const host = {
    link: (beat: LinkBeat) => {
      beats.push(beat);
      wake();
    },
    command: (command: string) => {
      commands.push(command);
      wake();
    },
  };
  const control: Control = new Control(
    { clock: 'link', ...values },
    () => {
      throw new Error('nobody connects');
    },
    { onChange: (live) => link.set(live), onCommand: () => undefined },
    () => undefined,
  );
  const link = new Link(control, host, place, () => undefined);
  link.set(control.values);
  onTestFinished(() => link.close());
  const until = async (holds: (beat: LinkBeat) => boolean): Promise<void> => {
    while (!holds(beats.at(-1)!)) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { control, link, until, commands };
}

test('the last value of a fader is not lost where other news of the session comes first', async () => {
  const [first, other] = [openLink({ tempo: 96 }), openLink({ tempo: 150 })];
  await first.until(({ peers }) => peers > 0);
  first.control.apply();
  first.control.set('tempo', 91);
  await other.link.close();
  await first.until(({ peers }) => peers === 0);
  first.control.apply();
  expect(first.control.values['tempo']).toBe(91);
  await first.until(({ bpm }) => Math.abs(bpm - 91) < 0.001);
});

test('of starts and stops in quick succession the last one counts, and none comes back', async () => {
  const values = { 'link-start': true, tempo: 120 };
  const [first, other] = [openLink(values), openLink(values)];
  await first.until(({ peers }) => peers > 0);
  await other.until(({ peers }) => peers > 0);
  const given = ['start', 'stop', 'start', 'stop', 'panic', 'continue'] as const;
  for (const command of given) first.link.command(command);
  await other.until(() => other.commands.at(-1) === 'start');
  other.link.command('stop');
  await first.until(() => first.commands.at(-1) === 'stop');
  expect(first.commands).toEqual([...given, 'stop']);
  expect(other.commands.at(-1)).toBe('stop');
});

test('a start waits for those who are there, and a stop before that has it begin not at all', async () => {
  const [first, other] = [openLink({ tempo: 120 }), openLink({ tempo: 120 })];
  for (const { link } of [first, other]) link.command('start');
  other.link.command('stop');
  expect([first.commands, other.commands]).toEqual([[], ['stop']]);
  await first.until(() => first.commands.length > 0);
  await other.until(({ peers }) => peers > 0);
  expect([first.commands, other.commands]).toEqual([['start'], ['stop']]);
});

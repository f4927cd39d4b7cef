import { expect, onTestFinished, test } from 'vitest';
import { Control } from '../../src/daemon/core/control.js';
import { Link } from '../../src/daemon/link.js';
import type { LinkBeat } from '../../src/daemon/core/link-follow.js';
import type { Values } from '../../src/daemon/core/setting.js';

const network = '127.0.0.1';

/** Link beside the settings, whose changes wait until they are `applied`. */
function openLink(values: Values) {
  const beats: LinkBeat[] = [];
  let wake = (): void => undefined;
  const host = {
    link: (beat: LinkBeat) => {
      beats.push(beat);
      wake();
    },
    command: () => undefined,
  };
  const control: Control = new Control(
    { clock: 'link', ...values },
    () => {
      throw new Error('nobody connects');
    },
    { onChange: (live) => link.set(live), onCommand: () => undefined },
    () => undefined,
  );
  const link = new Link(control, host, network, () => undefined);
  link.set(control.values);
  onTestFinished(() => link.close());
  const until = async (holds: (beat: LinkBeat) => boolean): Promise<void> => {
    while (!holds(beats.at(-1)!)) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { control, link, until };
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

import { expect, onTestFinished, test, vi } from 'vitest';
import { LinkPort } from '../../../src/daemon/io/link-port.js';
import { monotonic } from '../../../src/daemon/io/monotonic.js';

/** Where nobody else is. */
const group = { address: '224.76.78.76', port: 20_812 };

function openPort(bpm: number, network = '127.0.0.1') {
  const said: string[] = [];
  let wake = (): void => undefined;
  const port = new LinkPort({
    ...{ bpm, network, group, clock: monotonic },
    log: (_, text) => said.push(text),
    changed: () => wake(),
  });
  onTestFinished(() => port.close());
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { port, said, until };
}

test('two on one machine find each other, share the tempo that either sets, and notice a good-bye', async () => {
  const [first, second] = [openPort(101), openPort(102)];
  const peers = () => first.port.node.state.peers;
  await first.until(() => peers() > 0);
  await second.until(() => second.port.node.state.peers > 0);
  first.port.node.setTempo(150, monotonic.now());
  first.port.advance();
  await second.until(() => second.port.node.state.bpm === 150);
  second.port.node.setTempo(160, monotonic.now());
  second.port.advance();
  await first.until(() => first.port.node.state.bpm === 160);
  const before = peers();
  await second.port.close();
  await first.until(() => peers() < before);
});

test('after a sleep of the machine, in which its date alone went on, the session is measured anew', async () => {
  const [first, second] = [openPort(101), openPort(102)];
  const { node } = second.port;
  await first.until(() => first.port.node.state.peers > 0);
  await second.until(() => node.state.peers > 0);
  let news = 0;
  const measured = second.until(() => (news += 1) > 1);
  const date = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000);
  onTestFinished(() => date.mockRestore());
  second.port.advance();
  await measured;
});

test('where there is no such network it says so once, and does no harm', async () => {
  const { port, said } = openPort(120, '192.0.2.1');
  await expect.poll(() => said).toHaveLength(1);
  expect(said[0]).toContain('192.0.2.1');
  port.node.setTempo(90, monotonic.now());
  port.advance();
  expect(said).toHaveLength(1);
});

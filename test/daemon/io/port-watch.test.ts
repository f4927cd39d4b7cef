import { expect, onTestFinished, test, vi } from 'vitest';
import { portsOf, watchPorts } from '../../../src/daemon/io/port-watch.js';

/** As Linux 6.1 shows it, with a client that only lists. */
const clients = `Client info
  cur  clients : 5
  peak clients : 9
  max  clients : 192

Client   0 : "System" [Kernel Legacy]
  Port   0 : "Timer" (Rwe-) [In/Out]
  Port   1 : "Announce" (R-e-) [In]
    Connecting To: 130:0
Client  24 : "TR-8S" [Kernel Legacy]
  Port   0 : "TR-8S MIDI 1" (RWeX) [In/Out]
Client 128 : "RtMidi Output Client" [User Legacy]
  Port   0 : "ghostnote out" (R-e-) [In]
    Connecting To: 24:0
Client 131 : "RtMidi Input Client" [User Legacy]
  Input pool :
    Pool size          : 100
`;

test("the sequencer's list gives each port by client, name and numbers, and no client without one", () => {
  expect(portsOf(clients)).toEqual([
    'System:Timer 0:0',
    'System:Announce 0:1',
    'TR-8S:TR-8S MIDI 1 24:0',
    'RtMidi Output Client:ghostnote out 128:0',
  ]);
  expect(portsOf('')).toEqual([]);
});

test('a connection that is made or undone is no port that comes or goes', () => {
  expect(portsOf(clients.replace(/ +Connecting To.*\n/g, ''))).toEqual(portsOf(clients));
});

test('where the system cannot list its ports for a while, none has gone and none has come', () => {
  const real = process.platform;
  Object.defineProperty(process, 'platform', { value: 'darwin' });
  vi.useFakeTimers();
  onTestFinished(() => {
    Object.defineProperty(process, 'platform', { value: real });
    vi.useRealTimers();
  });
  const list = vi.fn(() => ['TR-8S']);
  const [gone, changed] = [vi.fn(), vi.fn()];
  onTestFinished(watchPorts({ gone, changed, settled: () => true, list }));
  vi.advanceTimersByTime(1000);
  list.mockImplementation(() => {
    throw new Error('the MIDI server is away');
  });
  vi.advanceTimersByTime(1000);
  list.mockReturnValue(['TR-8S']);
  vi.advanceTimersByTime(1000);
  expect([gone, changed].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  list.mockReturnValue(['nanoKEY']);
  vi.advanceTimersByTime(1000);
  expect([gone, changed].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

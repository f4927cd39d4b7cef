import { expect, test } from 'vitest';
import fc from 'fast-check';
import { Fault } from '../../../src/model/fault.js';
import type { ClientMessage } from '../../../src/daemon/core/messages.js';
import { obeyMessage } from '../../../src/daemon/core/obey-message.js';
import { fakeDaemon } from '../../support/fake-daemon.js';
import { faultOf } from '../../support/faults.js';

test('both messages of the protocol are done', () => {
  const { control, commands } = fakeDaemon();
  const messages: ClientMessage[] = [
    { type: 'set', name: 'tempo', value: 90 },
    { type: 'do', command: 'start' },
  ];
  for (const message of messages) obeyMessage(control, JSON.stringify(message));
  expect(control.values.tempo).toBe(90);
  expect(commands).toEqual(['start']);
});

test.each([
  ['', 'the message is not JSON'],
  ['{', 'the message is not JSON'],
  ['null', 'the message is not a JSON object'],
  ['[]', 'the message is not a JSON object'],
  ['{}', 'there is no message type nothing'],
  ['{"type":"quit"}', 'there is no message type "quit"'],
  ['{"type":{"a":1}}', 'there is no message type {"a":1}'],
  ['{"type":"set"}', 'the message has no text for "name"'],
  ['{"type":"set","name":1,"value":1}', 'the message has no text for "name"'],
  ['{"type":"set","name":"tempo"}', 'tempo cannot be undefined'],
  ['{"type":"set","name":"tempo","value":"120"}', 'tempo cannot be "120"'],
  ['{"type":"set","name":"tempo","value":null}', 'tempo cannot be null'],
  ['{"type":"set","name":"tempo","value":{"toString":1}}', 'tempo cannot be an object'],
  ['{"type":"set","name":"tmepo","value":1}', 'did you mean tempo?'],
  ['{"type":"set","name":"osc-port","value":1}', 'there is no setting "osc-port"'],
  ['{"type":"do"}', 'the message has no text for "command"'],
  ['{"type":"do","command":"start","argument":"x"}', 'start takes nothing, not "x"'],
  ['{"type":"do","command":"paniic"}', 'did you mean panic?'],
  ['{"__proto__":{"type":"do","command":"quit"}}', 'there is no message type'],
])('%s is refused: %s', (text, expected) => {
  const { control, commands, changes } = fakeDaemon();
  expect(faultOf(() => obeyMessage(control, text)).line).toContain(expected);
  expect([...commands, ...changes]).toEqual([]);
});

test('no text at all does worse than a fault', () => {
  const { control } = fakeDaemon();
  const nearly = fc
    .record({
      type: fc.constantFrom('set', 'do', 'x'),
      name: fc.oneof(fc.constantFrom('tempo', 'toString'), fc.jsonValue()),
      value: fc.jsonValue(),
      command: fc.jsonValue(),
    })
    .map((object) => JSON.stringify(object));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json(), nearly), (text) => {
      try {
        obeyMessage(control, text);
      } catch (error) {
        expect(error).toBeInstanceOf(Fault);
      }
    }),
    { numRuns: 500 },
  );
});

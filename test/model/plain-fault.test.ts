import { expect, test } from 'vitest';
import { describeFault, Fault } from '../../src/model/fault.js';
import { faultOf, plainFault } from '../../src/model/plain-fault.js';

test('a fault crosses threads as it is, but for its cause', () => {
  const whole = { hint: 'copy it again', file: 'drums.mid', offset: 14 };
  for (const detail of [{}, { hint: whole.hint }, { file: whole.file }, whole]) {
    const cause = (): void => undefined; // what no thread can be sent
    const fault = new Fault('MIDI_HEADER', 'is no MIDI file', { ...detail, cause });
    const crossed = faultOf(structuredClone(plainFault(fault)));
    expect(crossed).toBeInstanceOf(Fault);
    expect(crossed.code).toBe(fault.code);
    expect(describeFault(crossed)).toBe(describeFault(fault));
  }
});

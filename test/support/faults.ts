import { describeFault, Fault, type FaultCode } from '../../src/model/fault.js';

/** The fault that `act` ends in, as people read it; fails where it ends in anything else. */
export function faultOf(act: () => unknown): { code: FaultCode; line: string } {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return { code: error.code, line: describeFault(error) };
    throw error;
  }
  throw new Error('expected a fault');
}

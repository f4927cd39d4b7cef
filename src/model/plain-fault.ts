import { Fault, type FaultCode, type FaultDetail } from './fault.js';

/** A fault as it crosses threads, which keep no classes. */
export interface PlainFault extends FaultDetail {
  readonly code: FaultCode;
  readonly message: string;
}

/** Without its cause, which may not cross. */
export function plainFault({ code, message, hint, file, offset }: Fault): PlainFault {
  return {
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(file === undefined ? {} : { file }),
    ...(offset === undefined ? {} : { offset }),
  };
}

/** As it was before it crossed. */
export function faultOf(plain: PlainFault): Fault {
  return new Fault(plain.code, plain.message, plain);
}

import { Fault } from '../../model/fault.js';

/** Why a socket could not listen, as Fault PORT_TAKEN with the flag that helps. */
export function listenFault(
  error: NodeJS.ErrnoException,
  protocol: 'UDP' | 'TCP',
  host: string,
  port: number,
  flag: string,
): Fault {
  const place = `${protocol} port ${port} of ${host}`;
  const hint = `${flag} 0 picks a free one`;
  if (error.code === 'EADDRINUSE') {
    return new Fault('PORT_TAKEN', `${place} is taken, perhaps by another ghostnote`, { hint });
  }
  return new Fault('PORT_TAKEN', `cannot listen on ${place} (${error.code ?? error.message})`, {
    hint,
    cause: error,
  });
}

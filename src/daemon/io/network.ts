import { describeFault, Fault } from '../../model/fault.js';
import type { Log } from '../core/log.js';
import type { Values } from '../core/setting.js';
import { parseAllowList } from './allow-list.js';
import { announce, type Announced } from './announce.js';
import { Door } from './door.js';
import { lanAddresses, localName } from './lan-address.js';
import { monotonic } from './monotonic.js';
import { keptPairing, newPairing, type Pairing } from './pairing.js';
import { stateFolder } from './state-folder.js';

/** Where the daemon listens, and whom it lets in. */
export interface Network {
  /** IPv4 address to bind. */
  readonly host: string;
  readonly door: Door;
  /** What a phone opens to be let in, code and all, when the page is at `port`; null where only this machine comes in. */
  phoneUrl(port: number): string | null;
  /** Tells others of the network where we are; gives what ends it. */
  announce(ports: Announced, log: Log): () => Promise<void>;
}

/** This machine alone; with `lan` its network too, by a code. Fault BAD_VALUE on `osc-allow`. */
export async function openNetwork(values: Values, log: Log): Promise<Network> {
  const allow = parseAllowList(values['osc-allow'] as string);
  if (values['lan'] !== true) {
    if (values['osc-allow'] !== '')
      log('warn', 'osc-allow lets nobody in while only this machine comes in. Hint: add --lan');
    return loopback;
  }
  const pairing = await keptOrNew(values['state'] as string, log);
  return {
    host: hostOf(values),
    door: new Door({ pairing, allow, clock: monotonic }),
    phoneUrl: (port) => phoneUrl(port, pairing),
    announce,
  };
}

export const loopback: Network = {
  host: '127.0.0.1',
  door: new Door({ clock: monotonic }),
  phoneUrl: () => null,
  announce: () => () => Promise.resolve(),
};

/** IPv4 address to listen on. */
export function hostOf(values: Values): string {
  return values['lan'] === true ? '0.0.0.0' : loopback.host;
}

export function phoneUrl(port: number, { code }: Pairing): string {
  return `http://${lanAddresses()[0] ?? localName()}:${port}/?code=${code}`;
}

/** A folder that cannot be written costs the phones their pairing at the next start, not the music. */
async function keptOrNew(state: string, log: Log): Promise<Pairing> {
  try {
    return await keptPairing(stateFolder(state).pairing);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log('warn', `phones pair anew after the next start: ${describeFault(error)}`);
    return newPairing();
  }
}

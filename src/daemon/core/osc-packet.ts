import { Fault } from '../../model/fault.js';
import { type OscRequest, prefix } from './osc-addresses.js';
import { compilePattern, isPattern } from './osc-pattern.js';
import { spreadRows } from './part-settings.js';
import { liveSettings } from './settings.js';

/** Requests that one packet may come to: all live settings of thirty parts, once. */
export const mostRequests = 1000;

/**
 * Does `act` with each request of a packet, for `parts` parts: a pattern stands for every setting whose address it matches. A star
 * reaches no command, so that `/ghostnote/*` cannot end the daemon. `refuse` hears of each request why it cannot be done: what
 * `act` throws, Fault UNKNOWN_NAME for a pattern that matches nothing, and, after which there is no more of it, BAD_VALUE for a
 * packet that comes to more than `mostRequests`.
 */
export function doPacket(
  requests: readonly OscRequest[],
  parts: number,
  act: (request: OscRequest) => void,
  refuse: (error: unknown) => void,
): void {
  let left = mostRequests;
  for (const request of requests) {
    try {
      const expanded = expand(request, parts);
      left -= expanded.length;
      if (left >= 0) expanded.forEach(act);
    } catch (error) {
      left -= 1;
      refuse(error);
    }
    if (left < 0) {
      refuse(tooMany);
      return;
    }
  }
}

const tooMany = new Fault(
  'BAD_VALUE',
  `the packet comes to more than ${mostRequests} requests, and the rest of it is left out`,
  { hint: 'send it in several' },
);

function expand(request: OscRequest, parts: number): readonly OscRequest[] {
  if (!isPattern(request.address)) return [request];
  const matches = compilePattern(request.address);
  const matched = matches === undefined ? [] : addressesOf(parts).filter(matches);
  if (matched.length > 0) return matched.map((address) => ({ ...request, address }));
  const pattern = request.address.slice(0, 60);
  throw new Fault(
    'UNKNOWN_NAME',
    matches === undefined ? `${pattern} is no OSC pattern` : `no setting's address is ${pattern}`,
    { hint: `for instance ${prefix}top-{p,k} or ${prefix}te*; commands have no patterns` },
  );
}

/** By how many parts there are: a bundle may be full of patterns, and the list takes a millisecond to make. */
const addresses = new Map<number, readonly string[]>();

/** Of each setting; those of part 1 by both their names, so that `part/*` is every part. */
function addressesOf(parts: number): readonly string[] {
  const known = addresses.get(parts);
  if (known !== undefined) return known;
  const first = liveSettings.filter(({ scope }) => scope === 'part');
  const made = [
    ...spreadRows(liveSettings, parts).map(({ name }) => prefix + name),
    ...first.map(({ name }) => `${prefix}part/1/${name}`),
  ];
  addresses.set(parts, made);
  return made;
}

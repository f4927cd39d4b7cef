import { hostname, networkInterfaces } from 'node:os';

/** This machine's name in multicast DNS (RFC 6762). */
export function localName(): string {
  return `${hostname().replace(/\..*/, '').toLowerCase()}.local`;
}

/** This machine's IPv4 addresses that others reach, as they are now. */
export function lanAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return all
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
}

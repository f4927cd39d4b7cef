import { BlockList, isIPv4 } from 'node:net';
import { Fault } from '../../model/fault.js';

/** Whether an IPv4 address is in a list. */
export type AllowList = (address: string) => boolean;

/** Reads `192.168.1.20, 10.0.0.0/24`: IPv4 addresses and ranges (CIDR, RFC 4632). Fault BAD_VALUE names what is neither. */
export function parseAllowList(text: string): AllowList {
  const list = new BlockList();
  for (const entry of text.split(/[\s,]+/).filter((word) => word !== '')) {
    const [address = '', prefix = '32', ...more] = entry.split('/');
    const bits = /^\d{1,2}$/.test(prefix) ? Number(prefix) : NaN;
    if (!isIPv4(address) || !(bits <= 32) || more.length > 0) {
      throw new Fault('BAD_VALUE', `osc-allow "${entry}" is no IPv4 address and no range of them`, {
        hint: '--osc-allow 192.168.1.20,10.0.0.0/24',
      });
    }
    list.addSubnet(address, bits, 'ipv4');
  }
  return (address) => isIPv4(address) && list.check(address, 'ipv4');
}

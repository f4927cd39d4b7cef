import { expect, test } from 'vitest';
import { parseAllowList } from '../../../src/daemon/io/allow-list.js';
import { faultOf } from '../../support/faults.js';

test('lets in its addresses and ranges, and no other', () => {
  const allows = parseAllowList(' 192.168.1.20,10.0.0.0/24 172.16.5.9/12');
  for (const address of ['192.168.1.20', '10.0.0.255', '172.31.0.1']) {
    expect([address, allows(address)]).toEqual([address, true]);
  }
  for (const address of ['192.168.1.21', '10.0.1.0', '172.32.0.1', '', '::1', 'studio']) {
    expect([address, allows(address)]).toEqual([address, false]);
  }
  expect(parseAllowList('')('10.0.0.1')).toBe(false);
  expect(parseAllowList('0.0.0.0/0')('8.8.8.8')).toBe(true);
});

test.each([
  'phone',
  '10.0.0',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/24/8',
  '10.0.0.256',
  'fe80::1',
])('%s is a fault that names it', (entry) => {
  const { code, line } = faultOf(() => parseAllowList(`10.0.0.1,${entry}`));
  expect([code, line]).toEqual(['BAD_VALUE', expect.stringContaining(`"${entry}"`)]);
  expect(line).toContain('--osc-allow');
});

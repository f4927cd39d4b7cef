import { packOsc } from '../../src/daemon/io/osc.js';

/** A bundle for an instant, in milliseconds since 1970, of one message with a whole number (OSC 1.0, "OSC Bundle"). */
export function bundleAt(ms: number, address: string, value: number): Buffer {
  const element = packOsc({ address, args: [{ type: 'i', value }] });
  const head = Buffer.alloc(20);
  head.write('#bundle');
  head.writeBigUInt64BE(timeTag(ms), 8);
  head.writeUInt32BE(element.length, 16);
  return Buffer.concat([head, element]);
}

/** As NTP has it: seconds since 1900, and a fraction of 2^32. */
function timeTag(ms: number): bigint {
  return (
    (BigInt(Math.floor(ms / 1000) + 2_208_988_800) << 32n) |
    BigInt(Math.floor((ms % 1000) * 4_294_967))
  );
}

import { lanAddresses } from '../../src/daemon/io/lan-address.js';

/** An address by which this machine reaches itself as a stranger would; undefined where it is on no network. */
export const lanAddress = lanAddresses()[0];

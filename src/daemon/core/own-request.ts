/**
 * Whether a request comes from this daemon's own page or from no page at all. A stranger's page can
 * reach a server on this machine or its network through a DNS name of its own ("rebinding"), so the
 * Host header must be an address, or a name that cannot be rebound: `localhost`, or `localName`, this
 * machine's name in multicast DNS, `studio.local`. A browser's Origin must be that same server.
 */
export function isOwnRequest(
  headers: { readonly host?: string | undefined; readonly origin?: string | undefined },
  localName: string,
): boolean {
  const name = headers.host?.replace(/:\d+$/, '').toLowerCase();
  if (name === undefined) return false;
  const isOurs = name === 'localhost' || name === '[::1]' || name === localName;
  if (!isOurs && !/^\d+(\.\d+){3}$/.test(name)) return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

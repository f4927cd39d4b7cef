/**
 * Whether a request to a server on `host` comes from this machine's own page or from no page at all.
 * A stranger's page can reach a loopback server through a DNS name of its own ("rebinding"), so the
 * Host header must be a name that cannot be rebound; and a browser's Origin must be that same server.
 */
export function isOwnRequest(
  headers: { readonly host?: string | undefined; readonly origin?: string | undefined },
  host: string,
): boolean {
  const name = headers.host?.replace(/:\d+$/, '').toLowerCase();
  if (name === undefined || !['localhost', '127.0.0.1', '[::1]', host].includes(name)) return false;
  return headers.origin === undefined || headers.origin === `http://${headers.host}`;
}

/** Ports that ghostnote makes itself are called so; any other name is that of somebody else's port. */
export const ownPrefix = 'ghostnote';

/**
 * Index in `ports` of the one that `wanted` means, -1 where it is not there: by its whole name; by its name but for the
 * numbers, which ALSA gives anew each time a device is plugged in; by a part of its name, whatever the case. Of several
 * it is the first, or with `#2` at the end the second, and so on. Ports of ghostnote are not meant by a part of a name
 * that says nothing of ghostnote: it would play into itself.
 */
export function matchPort(wanted: string, ports: readonly string[]): number {
  const exact = ports.indexOf(wanted);
  if (exact >= 0) return exact;
  const { name, count } = splitCount(wanted.toLowerCase());
  const listed = ports.map((port) => port.toLowerCase());
  const [whole, part] = [withoutNumbers(name), name];
  const same = indices(listed, (port) => withoutNumbers(port) === whole);
  const own = name.includes(ownPrefix);
  const near = indices(listed, (port) => port.includes(part) && (own || !port.includes(ownPrefix)));
  return (same.length > 0 ? same : near)[count - 1] ?? -1;
}

/** `TR-8 #2` is the second of those called `TR-8`. */
function splitCount(wanted: string): { name: string; count: number } {
  const found = /^(.*\S)\s*#([1-9]\d?)$/.exec(wanted);
  return found === null ? { name: wanted, count: 1 } : { name: found[1]!, count: Number(found[2]) };
}

/** ALSA's `Client:Port 24:0`. */
function withoutNumbers(port: string): string {
  return port.replace(/ \d+:\d+$/, '');
}

function indices(ports: readonly string[], holds: (port: string) => boolean): number[] {
  return ports.flatMap((port, index) => (holds(port) ? [index] : []));
}

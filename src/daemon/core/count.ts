/** So many of something, for people: `1 miss`, `2,048 notes`. `what` is one of them. */
export function count(n: number, what: string): string {
  return `${n.toLocaleString('en')} ${n === 1 ? what : severalOf(what)}`;
}

function severalOf(what: string): string {
  return /(s|x|ch|sh)$/.test(what) ? `${what}es` : `${what}s`;
}

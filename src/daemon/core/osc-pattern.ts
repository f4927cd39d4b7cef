/** Whether an address is a pattern: it has a character that OSC 1.0 keeps for those. */
export function isPattern(address: string): boolean {
  return /[?*[\]{}]/.test(address);
}

/**
 * The matcher of an OSC 1.0 address pattern ("OSC Message Dispatching and Pattern Matching"): `?` is
 * any one character, `*` any number of them, `[a-c]` one of a list or a range and `[!a-c]` one of no
 * other, `{foo,bar}` one of some words; none of them reaches over a `/`. Undefined where the pattern
 * is not one: a bracket that does not close, or so many stars that it would take long to try.
 */
export function compilePattern(pattern: string): ((address: string) => boolean) | undefined {
  if (pattern.length > longest) return undefined;
  const parts = pattern.replace(/\*+/g, '*').split('/').map(compilePart);
  if (parts.includes(undefined)) return undefined;
  const whole = new RegExp(`^${parts.join('/')}$`);
  return (address) => whole.test(address);
}

/** A stranger's pattern must not cost: what a star may match is tried anew for each star after it. */
const longest = 128;
const mostStars = 4;

const tokens = /\?|\*|\[(!?)([^[\]]+)\]|\{([^{}[\]]*)\}|[[\]{}]|[^?*[\]{}]+/g;

function compilePart(part: string): string | undefined {
  if (part.split('*').length - 1 > mostStars) return undefined;
  let source = '';
  for (const [token, not, list, words] of part.matchAll(tokens)) {
    if (token === '?') source += '[^/]';
    else if (token === '*') source += '[^/]*';
    // A range may hold the slash.
    else if (list !== undefined) source += `(?!/)[${not === '!' ? '^' : ''}${escapeList(list)}]`;
    else if (words !== undefined) source += `(?:${words.split(',').map(escape).join('|')})`;
    else if (/^[[\]{}]$/.test(token)) return undefined;
    else source += escape(token);
  }
  return isSound(source) ? source : undefined;
}

function escape(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** A `-` between two characters makes a range; one at an end stands for itself. */
function escapeList(list: string): string {
  return list.replace(/[\\^\]]/g, '\\$&').replace(/^-|-$/g, '\\-');
}

/** A range that runs backwards is none. */
function isSound(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

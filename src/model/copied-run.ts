/**
 * Length of the longest run of tokens that stands in `made` and somewhere in `sources` alike: how much was copied.
 * A suffix automaton of `made` (Blumer et al. 1985) is walked along each source, in time linear in both.
 */
export function longestCopiedRun(
  made: ArrayLike<number>,
  sources: Iterable<ArrayLike<number>>,
): number {
  const automaton = suffixAutomaton(made);
  let longest = 0;
  for (const source of sources) {
    let state = 0;
    let length = 0;
    for (let at = 0; at < source.length; at++) {
      const token = source[at];
      while (state !== 0 && !automaton[state].next.has(token)) {
        state = automaton[state].link;
        length = automaton[state].length;
      }
      const next = automaton[state].next.get(token);
      if (next === undefined) continue;
      state = next;
      length++;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

interface State {
  /** Of the longest string that ends here. */
  length: number;
  /** The state of its longest suffix that ends elsewhere too. */
  link: number;
  next: Map<number, number>;
}

function suffixAutomaton(tokens: ArrayLike<number>): State[] {
  const states: State[] = [{ length: 0, link: -1, next: new Map() }];
  let last = 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    const current = states.push({ length: states[last].length + 1, link: 0, next: new Map() }) - 1;
    let from = last;
    while (from !== -1 && !states[from].next.has(token)) {
      states[from].next.set(token, current);
      from = states[from].link;
    }
    if (from !== -1) states[current].link = splitState(states, from, token);
    last = current;
  }
  return states;
}

/** The state that `token` leads to from `from`, made to hold strings no longer than that step gives. */
function splitState(states: State[], from: number, token: number): number {
  const to = states[from].next.get(token)!;
  const length = states[from].length + 1;
  if (states[to].length === length) return to;
  const clone = states.push({ length, link: states[to].link, next: new Map(states[to].next) }) - 1;
  states[to].link = clone;
  for (
    let state = from;
    state !== -1 && states[state].next.get(token) === to;
    state = states[state].link
  ) {
    states[state].next.set(token, clone);
  }
  return clone;
}

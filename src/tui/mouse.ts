import { press, showPart } from './control.js';
import { type Outcome, quiet } from './outcome.js';
import { ask, change, isNumber } from './setting-change.js';
import { settingsOf, type State } from './state.js';
import type { Hit, Line } from './text.js';

/** A button that went down, or the wheel. Cells count from 0. */
export interface MouseEvent {
  readonly kind: 'click' | 'wheel-up' | 'wheel-down';
  readonly column: number;
  readonly row: number;
}

const kinds: Readonly<Record<string, MouseEvent['kind']>> = {
  0: 'click',
  64: 'wheel-up',
  65: 'wheel-down',
};

/** What the terminal says in SGR mode (xterm, `Ps = 1006`): each press, in order; releases and other buttons are left out. */
export function mouseEvents(input: string): MouseEvent[] {
  return [...input.matchAll(/\x1b\[<(\d+);(\d+);(\d+)M/g)].flatMap(([, button, column, row]) => {
    const kind = kinds[button!];
    return kind === undefined ? [] : [{ kind, column: Number(column) - 1, row: Number(row) - 1 }];
  });
}

/** What a click or the wheel does to what `lines` show. */
export function point(
  state: State,
  lines: readonly Line[],
  event: MouseEvent,
  random: () => number,
): Outcome {
  const found = hitAt(lines[event.row] ?? [], event.column);
  if (found === undefined) return quiet(state);
  const { hit, share } = found;
  if (hit.kind === 'key')
    return event.kind === 'click' ? press(state, hit.key, random) : quiet(state);
  if (hit.kind === 'part') return quiet(event.kind === 'click' ? showPart(state, hit.part) : state);
  const chosen = { ...state, chosen: hit.index, typed: null };
  if (event.kind !== 'click') return change(chosen, event.kind === 'wheel-up' ? 1 : -1);
  const setting = settingsOf(state)[hit.index];
  if (!hit.gauge || !isNumber(setting)) return quiet(chosen);
  const steps = Math.round((share * (setting.max - setting.min)) / setting.step);
  return ask(chosen, setting, Number((setting.min + steps * setting.step).toFixed(6)));
}

/** `share` is how far across what it hit, 0 to 1: the first cell is 0, the last is 1. */
function hitAt(line: Line, column: number): { hit: Hit; share: number } | undefined {
  let [left, spans] = [0, [] as { hit: Hit; left: number; right: number }[]];
  for (const { text, hit } of line) {
    const before = spans.at(-1);
    if (hit !== undefined && before?.hit === hit && before.right === left) {
      spans = spans.with(-1, { ...before, right: left + text.length });
    } else if (hit !== undefined) spans.push({ hit, left, right: left + text.length });
    left += text.length;
  }
  const found = spans.find((one) => column >= one.left && column < one.right);
  if (found === undefined) return undefined;
  return {
    hit: found.hit,
    share: (column - found.left) / Math.max(1, found.right - found.left - 1),
  };
}

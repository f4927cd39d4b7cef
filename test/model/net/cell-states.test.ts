import { describe, expect, it } from 'vitest';
import { openSession } from '../../../src/model/engine/ort.js';
import { cellStates } from '../../../src/model/net/cell-states.js';
import { Graph } from '../../../src/model/net/graph.js';
import { Rng } from '../../../src/model/rng.js';

describe('the cell states of all steps at once', () => {
  const [B, H] = [3, 5];
  // One step, a prime, a square, and others.
  it.each([1, 2, 7, 9, 12, 30])(
    'are those of one step after the other, of %d steps, from zeros and from a start',
    async (T) => {
      const rng = new Rng(T);
      const drawn = (length: number, from: number, to: number): Float32Array =>
        Float32Array.from({ length }, () => from + (to - from) * rng.next());
      const gained = drawn(T * B * H, -1, 1);
      const forget = drawn(T * B * H, 0, 1);
      for (const start of [undefined, drawn(B * H, -2, 2)]) {
        const graph = new Graph();
        const rows = (name: string, count: number) => graph.input(name, 'float32', [count, H]);
        const from = start === undefined ? undefined : rows('start', B);
        const all = { gained: rows('gained', T * B), forget: rows('forget', T * B) };
        const c = cellStates(graph, all.gained, all.forget, { T, B, H }, from);
        graph.output('c', c, 'float32', [T * B, H]);
        const session = await openSession(graph.encode(), { device: 'cpu', threads: 1 });
        const found = await session.run({
          gained: { data: gained, dims: [T * B, H] },
          forget: { data: forget, dims: [T * B, H] },
          ...(start === undefined ? {} : { start: { data: start, dims: [B, H] } }),
        });
        await session.close();
        let before = start ?? new Float32Array(B * H);
        for (let t = 0; t < T; t++) {
          const at = t * B * H;
          const now = before.map((c, unit) => forget[at + unit]! * c + gained[at + unit]!);
          now.forEach((wanted, unit) => expect(found['c']![at + unit]).toBeCloseTo(wanted, 5));
          before = now;
        }
      }
    },
  );
});

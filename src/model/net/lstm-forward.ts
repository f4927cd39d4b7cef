import { groupsOf, type Graph, type Tensor } from './graph.js';
import { lstmSlopes, type LstmSlopes } from './lstm-slopes.js';
import { projectInputs, type LayerParams, type LayerSize } from './unrolled.js';

/** [B, H] each. */
export interface LstmState {
  readonly h: Tensor;
  readonly c: Tensor;
}

/** What an LSTM layer computed, and what backpropagation takes of it: lists have one entry a step. */
export interface LstmForward {
  /** [B, H] each. */
  readonly h: readonly Tensor[];
  /** [B, H] each: the states that the recurrent product took; from the second step on where the first is zero. */
  readonly before: readonly Tensor[];
  /** [B, H] each. */
  readonly forget: readonly Tensor[];
  readonly end: LstmState;
  slopes(): readonly LstmSlopes[];
}

export interface LstmOptions {
  /** [B, H] dropout of the state in the recurrent product, the same at every step (Gal and Ghahramani 2016). */
  readonly mask?: Tensor | undefined;
  /** Zeros where there is none. */
  readonly start?: LstmState | undefined;
}

/** Steps whose slopes are computed at once: so few that a CPU finds them in its caches. */
const atOnce = 5;

interface Step {
  /** [B, 2H] */
  readonly inputForget: Tensor;
  /** [B, H] each, from here on. */
  readonly forget: Tensor;
  readonly candidate: Tensor;
  readonly output: Tensor;
  readonly cBefore: Tensor;
  readonly c: Tensor;
  readonly tanhC: Tensor;
  readonly h: Tensor;
}

/** Over x [T * B, X] step by step: what recurs is one product a step. */
export function lstmBySteps(
  graph: Graph,
  params: LayerParams,
  x: Tensor,
  size: LayerSize,
  { mask, start }: LstmOptions,
): LstmForward {
  const { H } = size;
  const steps: Step[] = [];
  const before: Tensor[] = [];
  for (const project of projectInputs(graph, params, x, size)) {
    const last = steps.at(-1) ?? start;
    let z = project;
    if (last !== undefined) {
      before.push(mask === undefined ? last.h : graph.mul(last.h, mask));
      z = graph.linear(before.at(-1)!, params.wHh, project);
    }
    const [zInputForget, zCandidate, zOutput] = graph.split(z, [2 * H, H, H], 1);
    const inputForget = graph.op('Sigmoid', [zInputForget]);
    const [input, forget] = graph.split(inputForget, [H, H], 1);
    const candidate = graph.op('Tanh', [zCandidate]);
    const output = graph.op('Sigmoid', [zOutput]);
    const gained = graph.mul(input, candidate);
    const c = last === undefined ? gained : graph.add(graph.mul(forget, last.c), gained);
    const cBefore = last?.c ?? graph.mul(c, graph.scalar(0));
    const tanhC = graph.op('Tanh', [c]);
    const h = graph.mul(output, tanhC);
    steps.push({ inputForget, forget, candidate, output, cBefore, c, tanhC, h });
  }
  return {
    h: steps.map(({ h }) => h),
    before,
    forget: steps.map(({ forget }) => forget),
    end: steps.at(-1)!,
    slopes: () =>
      groupsOf(steps, atOnce).flatMap((some) => {
        const all = (part: (step: Step) => Tensor): Tensor => graph.concat(some.map(part), 0);
        return lstmSlopes(graph, some.length, size, {
          inputForget: all((step) => step.inputForget),
          candidate: all((step) => step.candidate),
          output: all((step) => step.output),
          tanhC: all((step) => step.tanhC),
          cBefore: all((step) => step.cBefore),
        });
      }),
  };
}

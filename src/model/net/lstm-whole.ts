import { cellStates } from './cell-states.js';
import type { Graph, Tensor } from './graph.js';
import type { LstmForward, LstmOptions } from './lstm-forward.js';
import { lstmSlopes } from './lstm-slopes.js';
import { type LayerParams, type LayerSize } from './unrolled.js';

/**
 * Over x [T * B, X] by ONNX's operator for whole layers, which gives h of each step alone. All of h being known, the gates of
 * all steps are two products; only c recurs again, by numbers.
 */
export function lstmWhole(
  graph: Graph,
  params: LayerParams,
  x: Tensor,
  size: LayerSize,
  { start }: Pick<LstmOptions, 'start'>,
): LstmForward {
  const { T, B, H } = size;
  const apart = (all: Tensor): Tensor[] => graph.split(all, Array<number>(T).fill(B), 0);
  const { y, end } = wholeLayer(graph, params, x, size, start);
  const h = apart(y);
  const zero = graph.mul(end.h, graph.scalar(0));
  const before = [start?.h ?? zero, ...h.slice(0, -1)];
  const project = graph.linear(x, params.wIh, params.bias);
  const z = graph.linear(graph.concat(before, 0), params.wHh, project);
  const [zInputForget, zCandidate, zOutput] = graph.split(z, [2 * H, H, H], 1);
  const inputForget = graph.op('Sigmoid', [zInputForget]);
  const candidate = graph.op('Tanh', [zCandidate]);
  const output = graph.op('Sigmoid', [zOutput]);
  const [input, forget] = graph.split(inputForget, [H, H], 1);
  const c = cellStates(graph, graph.mul(input, candidate), forget, size, start?.c);
  const [most] = graph.split(c, [(T - 1) * B, B], 0);
  return {
    h,
    before,
    forget: apart(forget),
    end,
    slopes: () =>
      lstmSlopes(graph, T, size, {
        inputForget,
        candidate,
        output,
        tanhC: graph.op('Tanh', [c]),
        cBefore: graph.concat([start?.c ?? zero, most], 0),
      }),
  };
}

/** y [T * B, H], h of each step, and the state after the last. */
function wholeLayer(
  graph: Graph,
  { wIh, wHh, bias }: LayerParams,
  x: Tensor,
  { T, B, H }: LayerSize,
  start: LstmOptions['start'],
) {
  // ONNX has the gates i, o, f, c where the parameters have i, f, g, o, and biases of inputs and of states in one row.
  const regate = (packed: Tensor): Tensor => {
    const [input, forget, candidate, output] = graph.split(packed, [H, H, H, H], 0);
    return graph.concat([input, output, forget, candidate], 0);
  };
  const biases = graph.concat([regate(bias), graph.mul(bias, graph.scalar(0))], 0);
  const none = '' as Tensor;
  const state = (part: Tensor): Tensor => graph.reshape(part, [1, B, H]);
  const [y, h, c] = graph.ops(
    'LSTM',
    [
      graph.reshape(x, [T, B, -1]),
      graph.reshape(regate(wIh), [1, 4 * H, -1]),
      graph.reshape(regate(wHh), [1, 4 * H, H]),
      graph.reshape(biases, [1, 8 * H]),
      none, // every sequence is as long as the batch
      ...(start === undefined ? [] : [state(start.h), state(start.c)]),
    ],
    3,
    { hidden_size: H },
  );
  return {
    y: graph.reshape(y, [T * B, H]),
    end: { h: graph.reshape(h, [B, H]), c: graph.reshape(c, [B, H]) },
  };
}

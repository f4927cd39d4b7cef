import type { TutorialArchitecture } from './architecture.js';
import type { Graph, Tensor } from './graph.js';
import type { Network } from './network.js';
import type { RecurrentLayers } from './onnx-recurrent.js';
import { paramTable, paramViews } from './params.js';
import { isRecurrent, type Layer, type NormLayer, type RecurrentLayer } from './stack.js';
import { stateTable } from './states.js';

/** One parameter of the layer at hand, by its name in params.ts. */
type Views = (name: string) => Float32Array;

/** The tutorial's network, for prediction. */
export function tutorialNetwork(
  graph: Graph,
  architecture: TutorialArchitecture,
  flat: Float32Array,
  recurrentLayers: RecurrentLayers,
): Network {
  const { vocabulary: V, stack } = architecture;
  const views = paramViews(architecture, flat);
  const shapes = new Map(paramTable(architecture).map((param) => [param.name, param.shape]));
  const states = stateTable(architecture);
  const lastRecurrent = stack.findLastIndex(isRecurrent);
  const viewsOf =
    (at: number): Views =>
    (name) =>
      views.get(`${at}.${name}`)!;

  function plainLayer(at: number, x: Tensor): Tensor {
    const layer = stack[at] as Exclude<Layer, RecurrentLayer>;
    const view = viewsOf(at);
    if (layer.type === 'relu') return graph.op('Relu', [x]);
    if (layer.type === 'norm') return normalise(graph, `${at}`, layer, view, x);
    const param = (name: string): Tensor =>
      graph.weights(`${at}.${name}`, view(name), shapes.get(`${at}.${name}`)!);
    if (at > lastRecurrent) return graph.linear(x, param('w'), param('b'));
    const w = graph.op('Transpose', [param('w')], { perm: [1, 0] });
    return graph.add(graph.matMul(x, w), param('b'));
  }

  return {
    embed(tokens) {
      const column = graph.op('Unsqueeze', [tokens, graph.ints([2])]);
      return graph.div(graph.op('Cast', [column], { to: 1 }), graph.scalar(V));
    },
    recur(x, before, told) {
      let y = x;
      const after: Tensor[] = [];
      stack.slice(0, lastRecurrent + 1).forEach((layer, at) => {
        if (!isRecurrent(layer)) {
          y = plainLayer(at, y);
          return;
        }
        const own = before.filter((_, s) => states[s].layer === at);
        const spread = after.length === 0 ? told?.spread : undefined;
        const cell = cellOf(layer, viewsOf(at));
        const result = recurrentLayers(graph, `${at}`, cell, y, own, spread);
        after.push(...result.states);
        y = at === lastRecurrent ? result.states[0] : result.y;
      });
      return { y, after };
    },
    heads(y) {
      let logits = graph.reshape(y, [-1, states.at(-1)!.units]);
      for (let at = lastRecurrent + 1; at < stack.length; at++) logits = plainLayer(at, logits);
      return logits;
    },
  };
}

function cellOf(layer: RecurrentLayer, view: Views) {
  const resetAfter = layer.type === 'gru' && layer.resetAfter;
  const bIh = view(resetAfter ? 'b_ih' : 'b');
  return {
    type: layer.type,
    units: layer.units,
    gates: layer.type === 'rnn' ? 'sigmoid' : layer.gates,
    resetAfter,
    wIh: view('w_ih'),
    wHh: view('w_hh'),
    bIh,
    bHh: resetAfter ? view('b_hh') : new Float32Array(bIh.length),
  } as const;
}

/** gamma (x - mean) / sqrt(variance + epsilon) + beta, folded into one product and one sum. */
function normalise(graph: Graph, name: string, layer: NormLayer, view: Views, x: Tensor): Tensor {
  const [gamma, beta, mean] = [view('gamma'), view('beta'), view('mean')];
  const scale = view('variance').map((v, at) => gamma[at] / Math.sqrt(v + layer.epsilon));
  const shift = beta.map((b, at) => b - mean[at] * scale[at]);
  const size = [beta.length];
  return graph.add(
    graph.mul(x, graph.weights(`${name}.scale`, scale, size)),
    graph.weights(`${name}.shift`, shift, size),
  );
}

import type { TutorialArchitecture } from './architecture.js';
import { Graph, type Tensor } from './graph.js';
import { recurrentLayer } from './onnx-recurrent.js';
import { paramTable, paramViews } from './params.js';
import { isRecurrent, type NormLayer, type RecurrentLayer } from './stack.js';
import { stateTable } from './states.js';

/** One parameter of the layer at hand, by its name in params.ts. */
type Views = (name: string) => Float32Array;

/** Prediction with the tutorial's network, as `predictGraph` says. */
export function tutorialGraph(
  architecture: TutorialArchitecture,
  flat: Float32Array,
): Uint8Array<ArrayBuffer> {
  const { vocabulary: V, stack } = architecture;
  const graph = new Graph();
  const views = paramViews(architecture, flat);
  const shapes = new Map(paramTable(architecture).map((param) => [param.name, param.shape]));
  const states = stateTable(architecture);
  const lastRecurrent = stack.findLastIndex(isRecurrent);

  const tokens = graph.input('tokens', 'int32', ['T', 'B']);
  const column = graph.op('Unsqueeze', [tokens, graph.ints([2])]);
  let x = graph.div(graph.op('Cast', [column], { to: 1 }), graph.scalar(V));
  stack.forEach((layer, at) => {
    const view: Views = (name) => views.get(`${at}.${name}`)!;
    const param = (name: string): Tensor =>
      graph.weights(`${at}.${name}`, view(name), shapes.get(`${at}.${name}`)!);
    if (isRecurrent(layer)) {
      const own = states.filter(({ name }) => name.startsWith(`${at}.`));
      const before = own.map(({ name, units }) => graph.input(name, 'float32', [1, 'B', units]));
      const result = recurrentLayer(graph, `${at}`, cellOf(layer, view), x, before);
      own.forEach(({ name, units }, s) =>
        graph.output(`${name}_next`, result.states[s], 'float32', [1, 'B', units]),
      );
      x =
        at === lastRecurrent ? graph.op('Squeeze', [result.states[0], graph.ints([0])]) : result.y;
    } else if (layer.type === 'dense') {
      const w = graph.op('Transpose', [param('w')], { perm: [1, 0] });
      x = graph.add(graph.matMul(x, w), param('b'));
    } else if (layer.type === 'norm') {
      x = normalise(graph, `${at}`, layer, view, x);
    } else {
      x = graph.op('Relu', [x]);
    }
  });
  graph.output('log_probs', graph.op('LogSoftmax', [x], { axis: 1 }), 'float32', ['B', V]);
  return graph.encode();
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

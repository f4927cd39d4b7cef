import { Fault } from '../../model/fault.js';
import { replaceFile } from '../../model/files/replace-file.js';
import { opset } from '../../model/net/onnx.js';
import { exportGraph } from '../../model/net/predict-graph.js';
import type { Command } from '../command.js';
import { text } from '../core/setting.js';
import { jsonAnyway, pickSettings } from '../core/settings.js';
import { openModel } from '../load-generator.js';

/** A model as one file for any program that runs ONNX: tokens, features and states in, log-probabilities and states out. */
export const exportOnnx: Command = {
  help: 'write a model as one ONNX file, for other programs',
  options: [...pickSettings('model'), text('out', '', 'the file to write'), jsonAnyway],
  positionals: '',
  async run({ values, out, err }) {
    const file = values['out'] as string;
    if (file === '')
      throw new Fault('USAGE', 'export-onnx needs a file to write', {
        hint: 'add --out model.onnx',
      });
    const { manifest, params } = await openModel(values['model'] as string);
    const graph = exportGraph(manifest.architecture, params);
    await replaceFile(file, graph.encode());
    err(`wrote "${manifest.name}" to ${file}`);
    out(JSON.stringify({ ...graph.ends, opset }));
    return 0;
  },
};

import type { Command } from '../command.js';
import { benches } from './bench.js';
import { doctor } from './doctor.js';
import { evaluate } from './eval.js';
import { exportOnnx } from './export-onnx.js';
import { generate } from './generate.js';
import { importKeras } from './import-keras.js';
import { init } from './init.js';
import { inspect } from './inspect.js';
import { models } from './models.js';
import { play } from './play.js';
import { ports } from './ports.js';
import { predict } from './predict.js';
import { report } from './report.js';
import { replay } from './replay.js';
import { sessions } from './sessions.js';
import { serviceInstall } from './service-install.js';
import { settings } from './settings.js';
import { tokens } from './tokens.js';
import { touchosc } from './touchosc.js';
import { tui } from './tui.js';

/** Every verb of the command line, in the order of the help. */
export const commands: readonly Command[] = [
  play,
  tui,
  init,
  sessions,
  replay,
  generate,
  inspect,
  tokens,
  predict,
  evaluate,
  report,
  importKeras,
  exportOnnx,
  ports,
  models,
  settings,
  touchosc,
  doctor,
  serviceInstall,
  ...benches,
];

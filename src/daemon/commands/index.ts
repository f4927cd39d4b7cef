import type { Command } from '../command.js';
import { inPlayingProcess } from '../playing-process.js';

/**
 * Every verb of the command line, in the order of the help, and where it is: a verb is loaded when it is wanted, as all
 * together take half a second.
 */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  play: async () => (await import('./play.js')).play,
  tui: async () => (await import('./tui.js')).tui,
  init: async () => (await import('./init.js')).init,
  sessions: async () => (await import('./sessions.js')).sessions,
  replay: async () => (await import('./replay.js')).replay,
  generate: async () => (await import('./generate.js')).generate,
  inspect: async () => (await import('./inspect.js')).inspect,
  tokens: async () => (await import('./tokens.js')).tokens,
  predict: async () => (await import('./predict.js')).predict,
  eval: async () => (await import('./eval.js')).evaluate,
  report: async () => (await import('./report.js')).report,
  'import-keras': async () => (await import('./import-keras.js')).importKeras,
  'export-onnx': async () => (await import('./export-onnx.js')).exportOnnx,
  ports: async () => (await import('./ports.js')).ports,
  models: async () => (await import('./models.js')).models,
  settings: async () => (await import('./settings.js')).settings,
  touchosc: async () => (await import('./touchosc.js')).touchosc,
  doctor: async () => (await import('./doctor.js')).doctor,
  'service install': async () => (await import('./service-install.js')).serviceInstall,
  'bench predict': async () => (await import('../bench/predict.js')).benchPredict,
  'bench train': async () => (await import('../bench/train.js')).benchTrain,
  'bench jitter': async () => inPlayingProcess((await import('../bench/jitter.js')).benchJitter),
  'bench parts': async () => inPlayingProcess((await import('../bench/parts.js')).benchParts),
};

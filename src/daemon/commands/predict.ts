import { features, nothingTold } from '../../model/features.js';
import { Vocabulary } from '../../model/codec/vocabulary.js';
import { Fault } from '../../model/fault.js';
import { startToken } from '../../model/net/architecture.js';
import type { Command } from '../command.js';
import { jsonAnyway, pickSettings } from '../core/settings.js';
import { openEngine, openModel } from '../load-generator.js';
import { count } from '../core/count.js';

/**
 * Predicts from the last tokens of a line, as many as the window takes; from fewer where there are no more. The first token stands at the top of a bar, as in what `tokens` prints; nothing else is known here: not how loud and
 * how late each was played, nor at which tempo.
 */
export const predict: Command = {
  help: 'read {"tokens": [names…]} lines, write the log-probabilities of what follows',
  options: [...pickSettings('model', 'engine', 'device'), jsonAnyway],
  positionals: '',
  async run({ values, lines, out, err }) {
    const model = await openModel(values['model'] as string);
    const { architecture, codec, window: size } = model.manifest;
    const vocabulary = new Vocabulary(model.manifest.vocabulary);
    const engine = await openEngine(model, {
      engine: values['engine'] as string,
      device: values['device'] as string,
      threads: 1,
      warn: err,
    });
    const zero = engine.zero(1);
    let number = 0;
    for await (const line of lines) {
      if (line.trim() === '') continue;
      number++;
      const start = architecture.kind === 'step' ? [startToken(architecture)] : [];
      const tokens = [...start, ...readTokens(line, number, vocabulary)];
      if (tokens.length === 0) {
        throw new Fault(
          'BAD_VALUE',
          `line ${number} has no tokens, and this model has no start of its own`,
          {
            hint: `give it ${count(size, 'token')}`,
          },
        );
      }
      const first = Math.max(0, tokens.length - size);
      const inputs = tokens.slice(first);
      const told = inputs.map((_, at) =>
        features(architecture, { ...nothingTold, position: (first + at) % codec.grid }),
      );
      const all = new Float32Array(told.flatMap((row) => [...row]));
      const { logProbs } = await engine.predict(Int32Array.from(inputs), all, zero);
      out(
        JSON.stringify({
          ...(number === 1 ? { vocab: vocabulary.names } : {}),
          log_probs: Array.from(logProbs),
        }),
      );
    }
    zero.release();
    await engine.close();
    return 0;
  },
};

function readTokens(line: string, number: number, vocabulary: Vocabulary): number[] {
  const hint = 'each line is {"tokens": ["kick+closed-hat", "REST", …]}';
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new Fault('BAD_VALUE', `line ${number} is not JSON`, { hint, cause });
  }
  const tokens = (value as { tokens?: unknown } | null)?.tokens;
  if (!Array.isArray(tokens) || !tokens.every((token) => typeof token === 'string')) {
    throw new Fault('BAD_VALUE', `line ${number} has no list of token names`, { hint });
  }
  return tokens.map((token) => vocabulary.id(token));
}

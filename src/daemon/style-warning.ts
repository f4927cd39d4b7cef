import type { Model } from '../model/model.js';
import { paramTable, paramViews } from '../model/net/params.js';
import type { SourceInfo } from '../model/plan-source.js';
import type { Log } from './core/log.js';
import { partName } from './core/part-settings.js';
import type { Values } from './core/setting.js';

const weights = 'l0.w_ih';

/**
 * Whether the style it is told changes what a model plays. One that was never told any while it learned has weights for
 * styles too, but as they were drawn, or less: within the bounds of initial ones.
 */
export function knowsStyles({ manifest: { architecture }, params }: Model): boolean {
  if (architecture.kind !== 'step') return false;
  const { features, embedding } = architecture;
  const at = features.findIndex(({ name }) => name === 'style');
  if (at < 0) return false;
  const begin = features.slice(0, at).reduce((sum, { width }) => sum + width, embedding);
  const end = begin + features[at]!.width;
  const { shape, init } = paramTable(architecture).find(({ name }) => name === weights)!;
  const bound = 'uniform' in init ? init.uniform : 0;
  const columns = shape[1]!;
  return paramViews(architecture, params)
    .get(weights)!
    .some((weight, index) => {
      const column = index % columns;
      return column >= begin && column < end && Math.abs(weight) > bound;
    });
}

/** For people: what becomes of `style` with a model that knows none. */
export function describeStyleless(style: string, name: string): string {
  return `"${name}" knows no styles: style ${style} changes nothing in what it plays.`;
}

/** Says, once for each change, where a part is told a style of which its model knows nothing. */
export class StyleWarning {
  private readonly said: string[] = [];

  constructor(
    private readonly host: { readonly infos: readonly Pick<SourceInfo, 'name' | 'styleless'>[] },
    private readonly log: Log,
  ) {}

  /** All settings, as they or the models are now. */
  hear(values: Values): void {
    const { infos } = this.host;
    for (const [at, { name, styleless }] of infos.entries()) {
      const style = String(values[partName(at + 1, 'style')]);
      const line = styleless === true && style !== 'any' ? describeStyleless(style, name) : '';
      if (line !== '' && line !== this.said[at])
        this.log('warn', infos.length === 1 ? line : `Part ${at + 1}: ${line}`);
      this.said[at] = line;
    }
  }
}

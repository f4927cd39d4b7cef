import type { KerasLayer, Tensor, Tf } from './tfjs.js';

/** What a recurrent layer of TensorFlow.js keeps of the batch before, until the next. */
interface Cell {
  recurrentDropoutMask: Tensor[] | null;
}

/**
 * Dropout by the masks that a lesson drew, by their names there: the layers of TensorFlow.js would draw each their own, from
 * no seed.
 */
export class TfMasks {
  private readonly held = new Map<string, Tensor>();
  private readonly cells: Cell[] = [];

  constructor(private readonly tf: Tf) {}

  /** For the batch that is learned next: [B, units], or [B, 1, units] where x is [B, T, units]. They are the layers' now. */
  take(masks: readonly (readonly [name: string, mask: Tensor])[]): void {
    for (const [name, mask] of masks) this.held.set(name, mask);
  }

  /** After a batch: no tensor of it stays. */
  forget(): void {
    for (const cell of this.cells) {
      this.tf.dispose(cell.recurrentDropoutMask ?? []);
      cell.recurrentDropoutMask = null;
    }
    this.tf.dispose([...this.held.values()]);
    this.held.clear();
  }

  /** A layer that gives x times its mask. */
  layer(mask: string, name: string): KerasLayer {
    const { tf, held } = this;
    class Dropout extends tf.layers.Layer {
      static readonly className = 'MaskedDropout';
      override call(x: Tensor | Tensor[]): Tensor {
        return tf.tidy(() => tf.mul(Array.isArray(x) ? x[0]! : x, held.get(mask)!));
      }
    }
    return new Dropout({ name });
  }

  /** Arguments of a recurrent layer whose state is masked in its product. At any rate it asks for a mask: for this one. */
  argsOf(mask: string): object {
    return { recurrentDropout: 0.5, dropoutFunc: () => this.held.get(mask)! };
  }

  keep(recurrent: KerasLayer): void {
    this.cells.push((recurrent as KerasLayer & { readonly cell: Cell }).cell);
  }
}

/** What a graph has to know of what will compute it. */
export interface Hardware {
  /** The most pieces that an operator may join or make: a GPU's kernels bind few tensors. */
  readonly widest: number;
  /** ONNX's operators for whole recurrent layers are faster there than a step after the other. */
  readonly wholeLayers: boolean;
}

export const anyCpu: Hardware = { widest: Infinity, wholeLayers: false };

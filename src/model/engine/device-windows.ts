import type { State, Windows } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { inputWriter, type InputWriter } from '../net/input-writer.js';
import { windowsGraph } from '../net/step-graph.js';
import { stateTable, unitsOf, type StateEntry } from '../net/states.js';
import { hardwareOf } from './ort-devices.js';
import { OrtState, toldFeed } from './ort-state.js';
import { Held, openSession, type Fed, type Session, type SessionOptions } from './ort.js';

/** `size` windows of each of N parts, whose states stay on the device from tick to tick: it takes a graph of its own. */
export async function openDeviceWindows(
  architecture: Architecture,
  params: Float32Array,
  options: SessionOptions,
  size: number,
  parts: number,
): Promise<Windows> {
  const held = ['rows_next', ...stateTable(architecture).map(({ name }) => `${name}_oldest`)];
  const hardware = hardwareOf(options.device);
  const graph = windowsGraph(architecture, params, { size, parts, hardware });
  const session = await openSession(graph, options, { held });
  const writer = inputWriter(architecture, params);
  const windows = new DeviceWindows(session, architecture, writer, size, parts);
  // The first run compiles what a device computes with.
  const features = new Float32Array(parts * featureWidth(architecture));
  (await windows.feed(new Int32Array(parts), features)).release();
  windows.clear();
  return windows;
}

class DeviceWindows implements Windows {
  private readonly states: readonly StateEntry[];
  private readonly dims: readonly number[];
  private rows: Fed | Held;

  constructor(
    private readonly session: Session,
    architecture: Architecture,
    private readonly writer: InputWriter,
    size: number,
    private readonly parts: number,
  ) {
    this.states = stateTable(architecture);
    this.dims = [size, parts, unitsOf(architecture)];
    this.rows = this.empty();
  }

  async feed(tokens: Int32Array, features: Float32Array): Promise<State> {
    const told = toldFeed(this.writer, tokens, features);
    const { held } = await this.session.runHolding({ told, rows: this.rows });
    this.letGo();
    this.rows = held['rows_next']!;
    return OrtState.of(this.states, this.parts, held, '_oldest');
  }

  clear(): void {
    this.letGo();
    this.rows = this.empty();
  }

  close(): Promise<void> {
    this.letGo();
    return this.session.close();
  }

  private empty(): Fed {
    const length = this.dims.reduce((product, each) => product * each, 1);
    return { data: new Float32Array(length), dims: this.dims };
  }

  private letGo(): void {
    if (this.rows instanceof Held) this.rows.release();
  }
}

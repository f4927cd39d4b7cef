import type { State, Windows } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { inputWriter, type InputWriter } from '../net/input-writer.js';
import { windowsGraph } from '../net/step-graph.js';
import { stateTable, type StateEntry } from '../net/states.js';
import { OrtState, toldFeed } from './ort-state.js';
import { openSession, type Session, type SessionOptions } from './ort.js';

/** `size` windows of each of N parts, whose states stay on the device from tick to tick: it takes a graph of its own. */
export async function openDeviceWindows(
  architecture: Architecture,
  params: Float32Array,
  options: SessionOptions,
  size: number,
  parts: number,
): Promise<Windows> {
  const held = stateTable(architecture).flatMap(({ name }) => [`${name}_next`, `${name}_oldest`]);
  const graph = windowsGraph(architecture, params, size, parts);
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
  private rows: OrtState;

  constructor(
    private readonly session: Session,
    architecture: Architecture,
    private readonly writer: InputWriter,
    size: number,
    private readonly parts: number,
  ) {
    this.states = stateTable(architecture);
    this.rows = OrtState.zero(this.states, size * parts);
  }

  async feed(tokens: Int32Array, features: Float32Array): Promise<State> {
    const { held } = await this.session.runHolding({
      told: toldFeed(this.writer, tokens, features),
      ...this.rows.feeds,
    });
    this.rows.release();
    this.rows = OrtState.of(this.states, this.rows.batch, held, '_next');
    return OrtState.of(this.states, this.parts, held, '_oldest');
  }

  clear(): void {
    this.rows.release();
    this.rows = OrtState.zero(this.states, this.rows.batch);
  }

  close(): Promise<void> {
    this.rows.release();
    return this.session.close();
  }
}

import type { State, Windows } from '../engine.js';
import { featureWidth, type Architecture } from '../net/architecture.js';
import { windowsGraph } from '../net/predict-graph.js';
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
  const session = await openSession(windowsGraph(architecture, params, size), options, { held });
  const windows = new DeviceWindows(session, architecture, size, parts);
  // The first run compiles what a device computes with.
  const features = new Float32Array(parts * featureWidth(architecture));
  (await windows.feed(new Int32Array(parts), features)).release();
  windows.clear();
  return windows;
}

class DeviceWindows implements Windows {
  private readonly featureWidth: number;
  private readonly states: readonly StateEntry[];
  private rows: OrtState;

  constructor(
    private readonly session: Session,
    architecture: Architecture,
    size: number,
    private readonly parts: number,
  ) {
    this.states = stateTable(architecture);
    this.rows = OrtState.zero(this.states, size * parts);
    this.featureWidth = featureWidth(architecture);
  }

  async feed(tokens: Int32Array, features: Float32Array): Promise<State> {
    const { held } = await this.session.runHolding({
      told: toldFeed(tokens, features, this.featureWidth),
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

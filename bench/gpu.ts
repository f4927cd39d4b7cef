/**
 * What a GPU makes of it: step and window, training, and the most parts, on every device that loads here.
 * `node dist/bench/gpu.js [DEVICES] [SIZES] [SECONDS] [WHAT]`, such as `webgpu,cpu 256x2,512x3 1 latency,parts,training`, at
 * most so many seconds for each figure; `bench/gpu.sh` runs it beside PyTorch.
 */
import type { Engine, State } from '../src/model/engine.js';
import { createOrtEngine } from '../src/model/engine/ort-engine.js';
import { ortDevices } from '../src/model/engine/ort.js';
import { rounded, time, type Millis } from '../src/model/engine/timing.js';
import { timeTraining } from '../src/daemon/bench/train.js';
import { Fault } from '../src/model/fault.js';
import type { StepArchitecture } from '../src/model/net/architecture.js';
import { initialParams } from '../src/model/net/params.js';
import { Rng } from '../src/model/rng.js';

const [
  devices = ortDevices().join(),
  sizes = '256x2,512x3,1024x4',
  most = '2',
  what = 'latency,parts,training',
] = process.argv.slice(2);
const T = 100;
const batches = [1, 8, 64, 512];
/** 1/16 of 240 BPM. */
const tickMillis = 62.5;
const seconds = Number(most);
const none = new Float32Array();

for (const device of devices.split(','))
  for (const size of sizes.split(',')) {
    try {
      await benchSize(device, size);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      say(`${device} ${size}: ${fault.message}`);
    }
  }

async function benchSize(device: string, size: string): Promise<void> {
  const [hidden = 0, layers = 0] = size.split('x').map(Number);
  const network: StepArchitecture = {
    kind: 'step',
    vocabulary: 300,
    embedding: 64,
    hidden,
    layers,
    feel: 0,
    lanes: 1,
    features: [],
  };
  if (what !== 'training') await benchEngine(network, device, size);
  if (!what.includes('training')) return;
  for (const batch of [32, 256]) {
    const machine = { engine: 'ort', device, threads: 1 };
    const { speed } = await timeTraining(network, { T, B: batch }, machine, seconds);
    say(`${device} ${size}, training, batch ${batch}: ${Math.round(speed)} tokens/s`);
  }
}

async function benchEngine(network: StepArchitecture, device: string, size: string): Promise<void> {
  const params = initialParams(network, new Rng(1));
  const engine = await createOrtEngine(network, params, { device, threads: 1 });
  if (what.includes('latency'))
    for (const batch of batches)
      say(`${device} ${size}, batch ${batch}: ${await latencies(engine, batch)}`);
  if (what.includes('parts')) say(`${device} ${size}: most parts ${await mostParts(engine)}`);
  await engine.close();
}

/** Of one step; of a rolling window at each tick, which is a step and one of all windows under way; of a whole window. */
async function latencies(engine: Engine, batch: number): Promise<string> {
  const limits = { times: 300, seconds };
  const zero = engine.zero(batch);
  const inputs = tokensOf(T * batch);
  const whole = await time(() => engine.predict(inputs, none, zero), { ...limits, times: 30 });
  const { act: step, close: closeStep } = await stepper(engine, batch);
  const alone = await time(step, limits);
  await closeStep();
  const { act: tick, close: closeTick } = await ticker(engine, batch);
  const rolling = await time(tick, limits);
  await closeTick();
  return `step ${show(alone)}, tick of a rolling window ${show(rolling)}, whole window ${show(whole)}`;
}

/** The largest of some numbers of parts for which every tick is in time. */
async function mostParts(engine: Engine): Promise<number> {
  let most = 0;
  for (const parts of [1, 4, 16, 64, 128, 256, 384, 512, 768, 1024, 1280, 1536, 2048, 3072, 4096]) {
    const { act, close } = await ticker(engine, parts);
    let worst = 0;
    for (let tick = -3; tick < 32 && worst < tickMillis; tick++) {
      const begun = performance.now();
      await act();
      if (tick >= 0) worst = Math.max(worst, performance.now() - begun);
    }
    await close();
    if (worst >= tickMillis) break;
    most = parts;
  }
  return most;
}

interface Act {
  readonly act: () => Promise<void>;
  readonly close: () => Promise<void>;
}

async function stepper(engine: Engine, batch: number): Promise<Act> {
  const zero = engine.zero(batch);
  const inputs = tokensOf(batch);
  const { state } = await engine.run(inputs, none, zero);
  return {
    act: async () => {
      await engine.predict(inputs, none, state);
    },
    close: () => {
      state.release();
      return Promise.resolve();
    },
  };
}

/** What a rolling window does at each tick, its step included; it ends when the device has done it. */
async function ticker(engine: Engine, parts: number): Promise<Act> {
  const inputs = tokensOf(parts);
  const windows = await engine.openWindows(T, parts, false);
  let oldest: State = engine.zero(parts);
  return {
    act: async () => {
      const after = await windows.feed(inputs, none);
      oldest.release();
      oldest = after;
      await engine.predict(inputs, none, oldest);
    },
    close: async () => {
      oldest.release();
      await windows.close();
    },
  };
}

function tokensOf(length: number): Int32Array {
  return Int32Array.from({ length }, (_, at) => (7 * at) % 300);
}

function show(millis: Millis): string {
  const { p50, p99 } = rounded(millis);
  return `${p50} ms (p99 ${p99})`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { describe, expect, it } from 'vitest';
import { createCodec } from '../../src/model/codec/create-codec.js';
import { pitchName } from '../../src/model/codec/pitch-name.js';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { Generator } from '../../src/model/generator.js';
import type { Manifest } from '../../src/model/manifest.js';
import { initialParams } from '../../src/model/net/params.js';
import type { PlanRequest, PlanSource } from '../../src/model/plan-source.js';
import { Rng } from '../../src/model/rng.js';
import type { TickPlan } from '../../src/model/tick.js';
import { inKey, transposeToken } from '../../src/model/transposed-source.js';
import { architecture, manifest } from './small.js';
import { at, controls, create } from './small-generator.js';

const pitches = [60, 62, 64, 65, 67];
const names = ['REST', 'HOLD', 'C4.E4', ...pitches.map(pitchName)];
const tune: Manifest = {
  ...manifest,
  architecture: { ...architecture, vocabulary: names.length, lanes: 1, features: [] },
  codec: { ...manifest.codec, material: 'notes' },
  vocabulary: { names, counts: names.map(() => 1) },
  usualVelocity: [0.6],
};

async function openTune() {
  const params = initialParams(tune.architecture, new Rng(3)).map((value) => 4 * value);
  const engine = await createOrtEngine(tune.architecture, params, { device: 'cpu', threads: 1 });
  return inKey(new Generator({ manifest: tune, params }, engine));
}

const higher = (plan: TickPlan, by: number): TickPlan => ({
  ...plan,
  token:
    plan.notes.length === 0
      ? plan.token
      : plan.notes.map(({ pitch }) => pitchName(pitch + by)).join('.'),
  notes: plan.notes.map((note) => ({ ...note, pitch: note.pitch + by })),
});

/** At `tick`, in a session of three bars that sounds `by` semitones higher than another, with somebody who plays along. */
function request(tick: number, by: number): PlanRequest {
  const hears = tick > 20 && tick < 34;
  const keys = tick % 3 === 2 ? [{ pitch: 64 + by, velocity: 80, offset: 0.1 }] : [];
  const vetoes = [60, 62, 64, 67].flatMap((pitch) =>
    [34, 35].map((a) => ({ kind: 'veto', a, b: pitch + by }) as const),
  );
  const tapped = { tick: 15, token: pitchName(65 + by), kind: 'onset', probability: 0.5 } as const;
  const notes = [{ pitch: 65 + by, velocity: 70, offset: 0 }];
  const majorOf = (root: number): number =>
    [0, 2, 4, 5, 7, 9, 11].reduce((classes, step) => classes | (1 << ((root + step) % 12)), 0);
  const locked = tick < 8 ? {} : { pitchClasses: majorOf((7 + by + 24) % 12) };
  const within = tick < 40 ? {} : { lowest: 61 + by, highest: 66 + by };
  return at(tick, {
    heard: hears ? keys : null,
    played: tick === 16 ? { ...tapped, notes } : null,
    orders: tick === 34 ? vetoes : [],
    controls: { ...controls, transpose: by, ...locked, ...within },
  });
}

async function session(source: PlanSource, by: number): Promise<TickPlan[]> {
  const plans: TickPlan[] = [];
  for (let tick = 0; tick < 48; tick++) plans.push(await source.next(request(tick, by)));
  return plans;
}

describe('a melody in another key', () => {
  it.each([-24, -5, 1, 7, 24])(
    'is the same music %d semitones higher, for who plays, locks and vetoes so much higher',
    async (by) => {
      const [home, away] = [await openTune(), await openTune()];
      const plans = await session(home, 0);
      expect(new Set(plans.map(({ token }) => token)).size).toBeGreaterThan(4);
      expect(await session(away, by)).toEqual(plans.map((plan) => higher(plan, by)));
      await home.close();
      await away.close();
    },
  );

  it('foresees what sounds', async () => {
    const [home, away] = [await openTune(), await openTune()];
    for (const [source, by] of [[home, 0] as const, [away, 3] as const])
      await source.next(request(0, by));
    const plans: TickPlan[][] = [[], []];
    for await (const plan of home.foresee(24)) plans[0]!.push(higher(plan, 3));
    for await (const plan of away.foresee(24)) plans[1]!.push(plan);
    expect(plans[1]).toEqual(plans[0]);
    await home.close();
    await away.close();
  });

  it('hears what sounded in the key of its tick, in which the model goes on', async () => {
    const [home, away] = [await openTune(), await openTune()];
    const wanted = await session(home, 0);
    // From key to key at every bar; what it hears is what the players hear.
    const key = (tick: number): number => [0, 5, -2][Math.floor(tick / 16)]!;
    for (let tick = 0; tick < 48; tick++) {
      const { heard, played } = request(tick, key(tick - 1));
      const plan = await away.next({ ...request(tick, key(tick)), heard, played });
      expect(plan).toEqual(higher(wanted[tick]!, key(tick)));
    }
    await home.close();
    await away.close();
  });

  it('goes on from what is recalled as from what was played', async () => {
    const played = await openTune();
    const recalling = await openTune();
    const plans = await session(played, 4);
    recalling.recall({
      ticks: plans,
      ticksPerBar: 16,
      manner: { tempo: 120, style: 0, transpose: 4 },
    });
    const plain = (tick: number): PlanRequest =>
      at(tick, { controls: { ...controls, transpose: 4 } });
    const [went, recalled] = [await played.next(plain(48)), await recalling.next(plain(48))];
    expect(recalled.token).toBe(went.token);
    expect(recalled.probability).toBeCloseTo(went.probability, 4);
    await played.close();
    await recalling.close();
  });

  it('stays within what MIDI has, whatever key a loop goes on in', async () => {
    const source = await openTune();
    for (let tick = 0; tick < 48; tick++) {
      const transpose = tick < 16 ? 0 : tick < 32 ? 70 : -70;
      const frozen = { ...controls, transpose, freeze: tick < 16 ? 0 : 1 };
      const { notes } = await source.next(at(tick, { controls: frozen }));
      for (const { pitch } of notes) {
        expect(pitch).toBeGreaterThanOrEqual(0);
        expect(pitch).toBeLessThanOrEqual(127);
      }
    }
    await source.close();
  });
});

it('drums have no key', async () => {
  const drums = await create();
  expect(inKey(drums)).toBe(drums);
  await drums.close();
});

it('tokens in another key are the same music, back where they were by the way back', () => {
  const codec = createCodec(tune.codec);
  const up = names.map((name) => transposeToken(codec, name, 2));
  expect(up).toEqual([
    ...['REST', 'HOLD', 'D4.F#4'],
    ...pitches.map((pitch) => pitchName(pitch + 2)),
  ]);
  expect(up.map((name) => transposeToken(codec, name, -2))).toEqual(names);
});

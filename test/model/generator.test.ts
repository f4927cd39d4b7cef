import { describe, expect, it } from 'vitest';
import { voiceOfPitch } from '../../src/model/codec/drums.js';
import { frameOf } from '../../src/model/codec/frame.js';
import { createOrtEngine } from '../../src/model/engine/ort-engine.js';
import { barsBefore, pieceStyles } from '../../src/model/features.js';
import { Generator } from '../../src/model/generator.js';
import type { Order } from '../../src/model/orders.js';
import type { Controls, TickPlan } from '../../src/model/tick.js';
import { manifest, names, noteNames, tutorialModel } from './small.js';
import { at, controls, create, play } from './small-generator.js';

describe('Generator', () => {
  it('plays the same plans for the same seed, and others for another', async () => {
    const generator = await create();
    const first = await play(generator, 40);
    generator.reset();
    expect(await play(generator, 40)).toEqual(first);
    generator.reset();
    expect(await play(generator, 40, { ...controls, seed: 6 })).not.toEqual(first);
    await generator.close();
  });

  it('plays as from the start after an order to forget', async () => {
    const generator = await create();
    await play(generator, 20);
    const forgetful = await generator.next(at(20, { orders: [{ kind: 'forget', a: 0, b: 0 }] }));
    generator.reset();
    expect(await generator.next(at(20))).toEqual(forgetful);
    await generator.close();
  });

  it('plans the same whether it was prepared or not', async () => {
    const [eager, lazy] = [await create(), await create()];
    for (let tick = 0; tick < 30; tick++) {
      await eager.prepare();
      const [a, b] = [await eager.next(at(tick)), await lazy.next(at(tick))];
      expect(a.token).toBe(b.token);
      expect(a.probability).toBeCloseTo(b.probability, 5);
    }
    await Promise.all([eager.close(), lazy.close()]);
  });

  it('forgets what is older than its window and than the bars before that it is told of', async () => {
    const [one, other] = [await create(), await create()];
    const kick = { heard: [{ pitch: 36, velocity: 100, offset: 0 }] };
    const snare = { heard: [{ pitch: 38, velocity: 60, offset: 0.1 }] };
    const plans: TickPlan[][] = [];
    for (let tick = 0; tick < 80; tick++) {
      const later = { heard: tick % 3 === 0 ? kick.heard : [] };
      plans.push([
        await one.next(at(tick, tick < 10 ? kick : later)),
        await other.next(at(tick, tick < 10 ? snare : later)),
      ]);
    }
    const differ = plans.map(([a, b]) => Math.abs(a!.probability - b!.probability) > 1e-6);
    expect(differ.slice(2, 12)).toContain(true);
    const told = barsBefore * 16;
    expect(differ.slice(told, told + 10)).toContain(true);
    expect(differ.slice(10 + manifest.window + told)).not.toContain(true);
    await Promise.all([one.close(), other.close()]);
  });

  it('plays a style that it was asked for otherwise than any', async () => {
    const probabilities = async (style: number): Promise<number[]> => {
      const generator = await create();
      const plans = await play(generator, 8, { ...controls, temperature: 0, style });
      await generator.close();
      return plans.map(({ probability }) => probability);
    };
    const rock = 1 + pieceStyles.indexOf('rock');
    expect(await probabilities(rock)).toEqual(await probabilities(rock));
    expect(await probabilities(rock)).not.toEqual(await probabilities(0));
  });

  it('goes on from a prompt as if it had played it itself', async () => {
    const [played, prompted] = [await create(), await create()];
    const plans = await play(played, 16);
    prompted.prompt(
      plans.map(({ token, notes }) => frameOf(prompted.codec, token, notes)),
      16,
      controls,
    );
    const next = at(16, { controls: { ...controls, temperature: 0 } });
    const [a, b] = [await played.next(next), await prompted.next(next)];
    expect(b.token).toBe(a.token);
    expect(b.probability).toBeCloseTo(a.probability, 5);
    await Promise.all([played.close(), prompted.close()]);
  });

  it('goes on from what it is told to recall, whatever it played and was told since', async () => {
    const [saved, other] = [await create(), await create()];
    // Luck goes by the tick.
    const argmax: Controls = { ...controls, temperature: 0, dynamics: 0, humanize: 0 };
    const ticks = await play(saved, 32);
    const kept = [];
    for (let tick = 32; tick < 48; tick++)
      kept.push((await saved.next(at(tick, { controls: argmax }))).probability);
    await play(other, 80, { ...controls, seed: 9 });
    other.recall({ ticks, ticksPerBar: 16, manner: controls });
    const again = [];
    for (let tick = 80; tick < 96; tick++) {
      const first = tick === 80;
      const orders: readonly Order[] = first ? [{ kind: 'recall', a: 1, b: 0 }] : [];
      const heard = first ? [{ pitch: 49, velocity: 127, offset: 0 }] : null;
      again.push((await other.next(at(tick, { controls: argmax, orders, heard }))).probability);
    }
    for (const [ahead, probability] of kept.entries())
      expect(again[ahead]).toBeCloseTo(probability, 5);
    await Promise.all([saved.close(), other.close()]);
  });

  it('leaves out of what it is told to recall what it has no token for', async () => {
    const generator = await create();
    const ticks = await play(generator, 32);
    const odd = [...ticks.slice(0, 9), { token: 'gong', notes: [] }, ...ticks.slice(9)];
    const next = [];
    for (const recalled of [ticks, odd]) {
      generator.recall({ ticks: recalled, ticksPerBar: 16, manner: controls });
      next.push(await generator.next(at(32)));
    }
    expect(next[1]).toEqual(next[0]);
    await generator.close();
  });

  it('has other luck at each tick', async () => {
    const generator = await create();
    const tokens = new Set<string>();
    for (let bar = 0; bar < 40; bar++) {
      generator.reset();
      tokens.add((await generator.next(at(16 * bar))).token);
    }
    expect(tokens.size).toBeGreaterThan(1);
    await generator.close();
  });

  it('begins something in every plan that waits for a tap, and is otherwise the same', async () => {
    const [armed, free] = [await create(), await create()];
    let rests = 0;
    for (let tick = 0; tick < 100; tick++) {
      const plan = await armed.next(at(tick, { armed: true }));
      const thought = await free.next(at(tick));
      expect(plan.kind).toBe('onset');
      expect(plan.notes.length).toBeGreaterThan(0);
      if (thought.kind === 'onset') expect(plan).toEqual(thought);
      else rests++;
    }
    expect(rests).toBeGreaterThan(5);
    await Promise.all([armed.close(), free.close()]);
  });

  it('goes on from what was tapped, or from a rest where nothing was', async () => {
    const argmax: Controls = { ...controls, temperature: 0 };
    const [tapped, prompted] = [await create(), await create()];
    let played: TickPlan | null = null;
    const plans: TickPlan[] = [];
    for (let tick = 0; tick < 16; tick++) {
      const plan: TickPlan = await tapped.next(at(tick, { armed: true, played, controls: argmax }));
      const notes = plan.notes.map((note) => ({ ...note, velocity: 99, offset: 0.25 }));
      const rest: TickPlan = { ...plan, token: 'REST', kind: 'rest', notes: [] };
      played = tick % 3 === 0 ? { ...plan, notes } : rest;
      plans.push(played);
    }
    const frames = plans.map(({ token, notes }) => frameOf(prompted.codec, token, notes));
    prompted.prompt(frames, 16, controls);
    const after = { played, controls: argmax };
    const [a, b] = [await tapped.next(at(16, after)), await prompted.next(at(16, after))];
    expect(a.token).toBe(b.token);
    expect(a.probability).toBeCloseTo(b.probability, 5);
    await Promise.all([tapped.close(), prompted.close()]);
  });

  it('plays every voice of its token once, inside its tick, at a MIDI velocity', async () => {
    const generator = await create();
    for (const plan of await play(generator, 60, { ...controls, dynamics: 2, humanize: 2 })) {
      expect(names).toContain(plan.token);
      const voices = plan.token === 'REST' ? 0 : plan.token.split('+').length;
      expect(plan.notes.length).toBe(voices);
      expect(plan.kind).toBe(voices === 0 ? 'rest' : 'onset');
      for (const { velocity, offset } of plan.notes) {
        expect(Number.isInteger(velocity) && velocity >= 1 && velocity <= 127).toBe(true);
        expect(Math.abs(offset)).toBeLessThan(0.5);
      }
    }
    await generator.close();
  });

  it('is on the grid with humanize 0, and as loud as each voice usually is with dynamics 0', async () => {
    const voices = [...manifest.usualVelocity.keys()];
    const generator = await create(voices.map((voice) => (60 + voice) / 127));
    for (const { notes } of await play(generator, 40, { ...controls, dynamics: 0, humanize: 0 })) {
      for (const { pitch, velocity, offset } of notes) {
        expect(offset + 0).toBe(0);
        expect(velocity).toBe(60 + voiceOfPitch[pitch]!);
      }
    }
    await generator.close();
  });
});

describe('Generator of a network without a start token', () => {
  const tutorial = tutorialModel();
  const { architecture, window, openings } = tutorial.manifest;
  const argmax: Controls = { ...controls, temperature: 0 };
  const open = () => createOrtEngine(architecture, tutorial.params, { device: 'cpu', threads: 1 });

  /** How likely each token is to follow these. */
  async function chances(tokens: readonly number[]): Promise<number[]> {
    const engine = await open();
    const none = new Float32Array();
    const { logProbs } = await engine.run(Int32Array.from(tokens), none, engine.zero(1));
    await engine.close();
    return Array.from(logProbs, Math.exp);
  }

  async function likeliest(tokens: readonly number[]): Promise<[string, number]> {
    const all = await chances(tokens);
    const best = Math.max(...all);
    return [noteNames[all.indexOf(best)]!, best];
  }

  it('begins with a full window: one of the openings, as the seed says', async () => {
    const wanted = await Promise.all(openings!.map(likeliest));
    const generator = new Generator(tutorial, await open());
    const begun = new Set<number>();
    for (let seed = 0; seed < 12; seed++) {
      generator.reset();
      if (seed % 2 === 0) await generator.prepare();
      const plan = await generator.next(at(0, { controls: { ...argmax, seed } }));
      const opening = wanted.findIndex(([, chance]) => Math.abs(chance - plan.probability) < 1e-6);
      expect(plan.token).toBe(wanted[opening]?.[0]);
      begun.add(opening);
    }
    expect(begun).toEqual(new Set([0, 1, 2]));
    await generator.close();
  });

  it.each([3, 8, 11])('puts a prompt of %d tokens after the opening', async (length) => {
    const generator = new Generator(tutorial, await open());
    const prompt = Array.from({ length }, (_, at) => (3 * at + 1) % noteNames.length);
    generator.prompt(
      prompt.map((token) => frameOf(generator.codec, noteNames[token]!, [])),
      8,
      controls,
    );
    const plan = await generator.next(at(0, { controls: argmax }));
    const windows = openings!.map((opening) => [...opening, ...prompt].slice(-window));
    const wanted = await Promise.all(windows.map(likeliest));
    const close = ([, chance]: [string, number]) => Math.abs(chance - plan.probability) < 1e-6;
    expect(wanted.some(close)).toBe(true);
    await generator.close();
  });

  it('predicts from the last tokens alone, the end of the opening among them while they are few', async () => {
    const generator = new Generator(tutorial, await open());
    const first = await generator.next(at(0));
    const opening = openings![await whichOpening(first)]!;
    const tokens = [...opening, noteNames.indexOf(first.token)];
    for (let tick = 1; tick < 2 * window; tick++) {
      if (tick % 3 === 0) await generator.prepare();
      const { token, probability } = await generator.next(at(tick));
      const id = noteNames.indexOf(token);
      expect(probability).toBeCloseTo((await chances(tokens.slice(-window)))[id]!, 5);
      tokens.push(id);
    }
    await generator.close();
  });

  async function whichOpening({ token, probability }: TickPlan): Promise<number> {
    const id = noteNames.indexOf(token);
    const each = await Promise.all(openings!.map(chances));
    return each.findIndex((all) => Math.abs(all[id]! - probability) < 1e-6);
  }

  it('plays each note with one loudness and on the grid', async () => {
    const generator = new Generator(tutorial, await open());
    const plans = await play(generator, 30);
    const notes = plans.flatMap((plan) => plan.notes);
    expect(notes.length).toBeGreaterThan(10);
    for (const { velocity, offset } of notes) expect([velocity, offset]).toEqual([90, 0]);
    await generator.close();
  });
});

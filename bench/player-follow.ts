/**
 * How well it goes with the tempo of a player, in virtual time: all performances of Groove in 4/4 of 16 bars and more, played at
 * tempos that change, by drummers who hear it, who do not, and who play to its beat; and how far its beat is off theirs, where
 * it goes with them and where it keeps its tempo; and where they count it in. `node dist/bench/player-follow.js DATA`
 */
import { CountIn } from '../src/daemon/core/count-in.js';
import { PlayerFollow } from '../src/daemon/core/player-follow.js';
import { ppq, Timeline } from '../src/daemon/core/timeline.js';
import { type Piece, readCorpus } from '../src/model/files/corpus.js';
import { dice, noise, quantile } from '../test/support/clock-stamps.js';
import { row } from './row.js';

const [data = ''] = process.argv.slice(2);
const beats = 64;
/** A stroke so near is on the beat, in beats. */
const onBeat = 0.1;
/** It has found the player by then. */
const settled = 16;
/** Who hears it makes good so much of what they are apart, at each beat. */
const hearing = { 'hears it': 0.25, 'does not': 0, 'plays to its beat': 1 };

const steady = () => 1;
/** The tempo at a beat, as a multiple of that at which it begins. */
const curves: Record<string, (beat: number) => number> = {
  'as it is set': steady,
  '3 % faster': () => 1.03,
  '6 % slower': () => 0.94,
  'rises by 10 % in 12 bars': (beat) => 1 + Math.min(0.1, (0.1 * beat) / 48),
  'to and fro by 3 %, in 8 bars': (beat) => 1 + 0.03 * Math.sin((2 * Math.PI * beat) / 32),
  'falls by 12 % in bars 9 and 10': (beat) =>
    1 - Math.min(0.12, Math.max(0, (0.12 * (beat - 32)) / 8)),
};

/** Four strokes before the first beat, off by so much: the standard deviation. Who does not count evenly does so again. */
const countedIn = '6 % slower, counted in';
const strokesOff = 10_000;
curves[countedIn] = curves['6 % slower']!;
const roll = dice(1);

const drummers = new Map<string, Drummer>();
for await (const piece of readCorpus(data, { skipped: [], odd: [] })) {
  const drummer = drummerOf(piece);
  // A piece is there once for each drum kit that it was recorded with.
  if (drummer !== undefined) drummers.set(JSON.stringify(drummer.strokes), drummer);
}
row(
  'tempo',
  'who',
  'follows: p50',
  'p90',
  'over 50 ms',
  'tempo off',
  'keeps its own: p50',
  'over 50 ms',
);
row(...Array<string>(8).fill('---'));
for (const [name, curve] of Object.entries(curves))
  for (const [who, share] of Object.entries(hearing)) {
    // Who plays to it has no tempo of his own.
    if (share === 1 && curve !== steady) continue;
    const play = (follows: boolean) =>
      [...drummers.values()].flatMap((drummer) => {
        const { bpm } = drummer;
        const begun = name === countedIn ? countIn(bpm * curve(0)) : new Timeline(bpm, 0, 0);
        return playAlong(drummer, curve, share, follows, begun);
      });
    const [with_, without] = [play(true), play(false)];
    const tempos = with_.map(({ tempo }) => tempo);
    row(
      ...[name, who, ms(with_, 0.5), ms(with_, 0.9), lost(with_)],
      `${(100 * quantile(tempos, 0.5)).toFixed(1)} %`,
      ...[ms(without, 0.5), lost(without)],
    );
  }
process.stdout.write(`\n${drummers.size} performances, ${beats - settled} beats of each\n`);

interface Drummer {
  readonly bpm: number;
  /** In beats. */
  readonly strokes: readonly number[];
}

/** Milliseconds, and a share. */
interface Off {
  readonly beat: number;
  readonly tempo: number;
}

function drummerOf({ score, bpm = 120, beatType, metre }: Piece): Drummer | undefined {
  if (beatType !== 'beat' || metre?.numerator !== 4) return undefined;
  const strokes = score.notes.map(({ onset }) => onset / score.ppq).sort((a, b) => a - b);
  const long = strokes.at(-1)! >= beats - 1;
  return long ? { bpm, strokes: strokes.filter((at) => at < beats) } : undefined;
}

/** The first beat is at 0. */
function countIn(bpm: number): Timeline {
  const counter = new CountIn();
  const strokes = [4, 3, 2, 1].map((left) =>
    counter.key(37, (-left * 60e6) / bpm + noise('wide', strokesOff, roll), 4, bpm),
  );
  const counted = strokes.at(-1);
  return counted === undefined ? countIn(bpm) : new Timeline(counted.bpm, 0, counted.at);
}

/** How far its beats are off the drummer's, where it begins as `begun` has it. */
function playAlong(
  { bpm, strokes }: Drummer,
  curve: (beat: number) => number,
  share: number,
  follows: boolean,
  begun: Timeline,
): Off[] {
  const led = {
    playing: true,
    timeline: begun,
    follow: (line: Timeline) => void (led.timeline = line),
    pulseOf: (place: number) => Math.round(place * ppq),
  };
  const follower = new PlayerFollow(led, begun.bpm);
  const offs: Off[] = [];
  let [at, next] = [0, 0];
  for (let beat = 0; beat < beats; beat += 1) {
    const here = led.timeline.microsAt(beat * ppq);
    const length = 60e6 / (bpm * curve(beat + 0.5));
    const tempo = Math.abs(led.timeline.bpm / (bpm * curve(beat)) - 1);
    const stroke = strokes.find((place) => Math.abs(place - beat) < onBeat);
    if (beat >= settled && stroke !== undefined) {
      const off = here - (at + (stroke - beat) * length);
      offs.push({ beat: Math.abs(off) / 1000, tempo });
    }
    at += share * (here - at);
    for (; next < strokes.length && strokes[next]! < beat + 1; next += 1)
      if (follows) follower.key(Math.round(at + (strokes[next]! - beat) * length));
    at += length;
  }
  return offs;
}

function ms(offs: readonly Off[], share: number): string {
  return `${quantile(
    offs.map(({ beat }) => beat),
    share,
  ).toFixed(0)} ms`;
}

function lost(offs: readonly Off[]): string {
  return `${((100 * offs.filter(({ beat }) => beat > 50).length) / offs.length).toFixed(1)} %`;
}

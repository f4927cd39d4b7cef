import type { Baselines } from '../../src/model/baselines.js';
import type { Scores } from '../../src/model/evaluate.js';
import type { Notices } from '../../src/model/files/notices.js';
import type { Manifest } from '../../src/model/manifest.js';
import type { Lesson } from '../../src/model/train/lesson.js';
import type { UsualSong } from '../../src/model/usual-song.js';
import type { Base } from './base.js';

/** What there is to learn, whatever the codec: the data, the network, and how it is judged. */
export interface Task extends Notices {
  readonly lesson: Lesson;
  /** What it goes on from; it begins with nothing where there is none. */
  readonly base?: Base | undefined;
  /** The data in one line. */
  readonly about: string;
  /** What is learned from, as a hash. */
  readonly data: string;
  /** What `judge` gives, for people. */
  readonly judgedBy: string;
  /** Nats a target of these parameters; `loss` is that of the epoch that they come from. */
  judge(params: Float32Array, loss: number): Promise<number>;
  /** What the finished network is worth, and what it must beat. */
  assess(params: Float32Array): Promise<Assessment>;
  /** What it is asked to play as it comes on. */
  readonly song: UsualSong;
  /** The data's part of `model.json`. */
  readonly manifest: Pick<
    Manifest,
    'architecture' | 'codec' | 'vocabulary' | 'window' | 'usualVelocity' | 'openings'
  >;
}

export interface Assessment {
  /** What it was scored on: `test`, or `training` where there is no test split. */
  readonly on: string;
  readonly scores: Scores;
  readonly baselines: Baselines;
}

import type { Played } from '../../model/plan-source.js';
import type { Fade } from '../core/recall.js';
import type { Values } from '../core/setting.js';
import type { EntryPoint } from '../core/snapshot.js';

/** What a process that is to play begins with. */
export interface Cue {
  /** Settings, the live ones among them; those missing take their defaults. */
  readonly values: Values;
  /** What a process that died was at; undefined where none did. */
  readonly resume?: Resume | undefined;
}

/** What one process takes over from another. */
export interface Resume {
  /** Which notes may sound still: 128 times channel and pitch. They end before anything else. */
  readonly keys: readonly number[];
  /** The window of each part: whole bars. Empty where it begins anew. */
  readonly played: readonly Played[];
  /** Asked when it can play: where it comes in. Undefined where it is to wait for a command. */
  readonly entry: () => EntryPoint | undefined;
  /** Addresses of devices that have paired with the one before. */
  readonly paired: readonly string[];
  /** The preset that it had recalled or saved last. */
  readonly preset: string | null;
  /** What that has yet to bring. */
  readonly fade: Fade | null;
}

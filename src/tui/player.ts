import type {
  KeyMessage,
  NoteMessage,
  PartModel,
  PlanMessage,
  PlannedTick,
  TickMessage,
  TurnMessage,
} from '../daemon/core/messages.js';
import { takesNotes } from '../daemon/core/mode.js';
import { type Roll, rollKey, rollNote, rollTick } from './roll.js';

/** What one part has played and is about to. */
export interface Player {
  readonly now: TickMessage | null;
  /** The mode that holds, and whose turn it is in it. */
  readonly turn: TurnMessage | null;
  readonly roll: Roll;
  /** The ticks to come, as it intends them; empty where it was not told. */
  readonly plan: readonly PlannedTick[];
}

/** One that nothing was heard of yet. */
export const silentPlayer: Player = { now: null, turn: null, roll: [], plan: [] };

/** What the player is after a message of its part. */
export function hear(
  player: Player,
  message: TickMessage | NoteMessage | TurnMessage | PlanMessage,
  ticksPerBar: number,
): Player {
  switch (message.type) {
    case 'tick':
      return {
        ...player,
        now: message,
        roll: rollTick(player.roll, message, ticksPerBar),
        plan: player.plan.filter(({ tick }) => tick > message.tick),
      };
    case 'note':
      return { ...player, roll: rollNote(player.roll, message) };
    case 'plan':
      return { ...player, plan: message.ticks };
    case 'turn':
      return { ...player, turn: message };
  }
}

/** What the player is after a key that somebody strikes beside it: at the tick that is nearest. */
export function hearKey(
  player: Player,
  { beat, pitch, velocity, channel, voice }: KeyMessage,
  { material, ticksPerBeat }: PartModel,
): Player {
  if (beat === null) return player;
  const placed = takesNotes(material, channel, player.turn?.turn ?? 'accompanies');
  const stroke = { label: voice, pitch, velocity, placed };
  return { ...player, roll: rollKey(player.roll, Math.round(beat * ticksPerBeat), stroke) };
}

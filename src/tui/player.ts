import type { NoteMessage, TickMessage, TurnMessage } from '../daemon/core/messages.js';
import { type Roll, rollNote, rollTick } from './roll.js';

/** What one part has played and is about to. */
export interface Player {
  readonly now: TickMessage | null;
  /** The mode that holds, and whose turn it is in it. */
  readonly turn: TurnMessage | null;
  readonly roll: Roll;
}

/** One that nothing was heard of yet. */
export const silentPlayer: Player = { now: null, turn: null, roll: [] };

/** What the player is after a message of its part. */
export function hear(
  player: Player,
  message: TickMessage | NoteMessage | TurnMessage,
  ticksPerBar: number,
): Player {
  switch (message.type) {
    case 'tick':
      return { ...player, now: message, roll: rollTick(player.roll, message, ticksPerBar) };
    case 'note':
      return { ...player, roll: rollNote(player.roll, message) };
    case 'turn':
      return { ...player, turn: message };
  }
}

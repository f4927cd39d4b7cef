import type { KeyMessage } from '../daemon/core/messages.js';
import { byId } from './element.js';

/** Names the key that a player struck last, whatever came of it, and lights up: where it does not, nothing arrives. */
export function showKey({ label, channel }: KeyMessage): void {
  const sign = byId('you', HTMLElement);
  sign.textContent = label.replace('-', ' ');
  for (const one of sign.getAnimations()) one.cancel();
  sign.animate({ opacity: [1, 1, 0.7] }, { duration: 900 });
  byId('midi-key', HTMLElement).textContent = `last key: ${label}, channel ${channel}`;
}

/** Another daemon has heard none yet. */
export function clearKey(): void {
  byId('you', HTMLElement).textContent = '';
  byId('midi-key', HTMLElement).textContent = '';
}

import { byId } from './element.js';
import type { Sound } from './sound.js';

export interface SoundSwitch {
  toggle(): void;
  /** Offers sound to a newcomer, unless a synth is `connected`: there the page keeps quiet until it is asked. */
  offer(connected: boolean): void;
}

/** The button of the page's sound, and the offer over the roll. Who takes that wants to hear something: `start`. */
export function buildSoundSwitch(sound: Sound, start: () => void): SoundSwitch {
  const button = byId('sound', HTMLButtonElement);
  const hear = byId('hear', HTMLElement);
  /** The offer was taken or turned down. */
  let answered = false;
  const turn = (on: boolean): void => {
    sound.turn(on);
    button.setAttribute('aria-pressed', String(on));
    if (on) turnDown();
  };
  const toggle = (): void => turn(!sound.on);
  const turnDown = (): void => {
    answered = true;
    hear.hidden = true;
  };
  button.addEventListener('click', toggle);
  byId('hear-go', HTMLButtonElement).addEventListener('click', () => {
    turn(true);
    start();
  });
  byId('hear-close', HTMLButtonElement).addEventListener('click', turnDown);
  return {
    toggle,
    offer: (connected) => {
      hear.hidden = answered || connected;
    },
  };
}

import { make } from './element.js';

/**
 * A button whose first press asks, so that no slip of a finger costs anything, and whose second acts. A press elsewhere, or
 * the focus, takes the first back. `deed` is read aloud: what it does.
 */
export function buildSureButton(
  word: string,
  deed: string,
  act: () => void,
  attributes: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  const button = make('button', { type: 'button', ...attributes });
  let asked = false;
  const ask = (now: boolean): void => {
    asked = now;
    button.textContent = now ? 'Sure?' : word;
    button.setAttribute('aria-label', now ? `really ${deed}?` : deed);
    const listen = now ? 'addEventListener' : 'removeEventListener';
    for (const type of ['pointerdown', 'focusin']) document[listen](type, elsewhere);
  };
  const elsewhere = ({ target }: Event): void => {
    if (target !== button) ask(false);
  };
  button.addEventListener('click', () => {
    if (asked) act();
    ask(!asked);
  });
  ask(false);
  return button;
}

import type { LogMessage } from '../daemon/core/messages.js';
import { make } from './element.js';

export interface Notice {
  show(message: Pick<LogMessage, 'level' | 'text'>): void;
  clear(): void;
}

/** One line of the daemon in `place`: the newest. What informs goes by itself, a warning stays until someone puts it away. */
export function buildNotice(place: HTMLElement): Notice {
  let timer = 0;
  const clear = (): void => {
    clearTimeout(timer);
    place.replaceChildren();
  };
  return {
    clear,
    show: ({ level, text }) => {
      clear();
      const close = make('button', { type: 'button', 'aria-label': 'dismiss' }, '×');
      close.addEventListener('click', clear);
      place.append(make('div', { class: 'line', 'data-level': level }, make('p', {}, text), close));
      if (level === 'info') timer = setTimeout(clear, informMs);
    },
  };
}

const informMs = 8000;

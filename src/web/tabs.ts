import { make } from './element.js';

/** One tab and what it shows. */
export interface Tab {
  /** A word for ids: `time` makes `tab-time` and `panel-time`. */
  readonly name: string;
  readonly title: string;
  readonly content: readonly HTMLElement[];
}

/**
 * Puts tabs into `place`, as the ARIA Authoring Practices have them: the arrow keys go from one to the next, and only
 * the chosen one is a stop of the Tab key. The tab that was chosen before stays so, where it is there again.
 */
export function buildTabs(place: HTMLElement, label: string, tabs: readonly Tab[]): void {
  const before = place.querySelector('[role="tab"][aria-selected="true"]')?.id;
  const heads = tabs.map(({ name, title }) =>
    make(
      'button',
      { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': `panel-${name}` },
      title,
    ),
  );
  const panels = tabs.map(({ name, content }) =>
    make(
      'div',
      { role: 'tabpanel', id: `panel-${name}`, 'aria-labelledby': `tab-${name}`, class: 'panel' },
      ...content,
    ),
  );
  const choose = (chosen: number): void => {
    heads.forEach((head, at) => {
      head.setAttribute('aria-selected', String(at === chosen));
      head.tabIndex = at === chosen ? 0 : -1;
      panels[at]!.hidden = at !== chosen;
    });
  };
  heads.forEach((head, at) => {
    head.addEventListener('click', () => choose(at));
    head.addEventListener('keydown', ({ key }) => {
      const next = nextTab(key, at, heads.length);
      if (next === undefined) return;
      choose(next);
      heads[next]!.focus();
      heads[next]!.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  });
  choose(
    Math.max(
      0,
      heads.findIndex(({ id }) => id === before),
    ),
  );
  const list = make('div', { role: 'tablist', 'aria-label': label, class: 'tabs' }, ...heads);
  place.replaceChildren(list, ...panels);
}

/** Where a key leads from tab `at` of `count`; undefined for any other key. */
export function nextTab(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

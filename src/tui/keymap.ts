/** What a key can ask for; `control.ts` does it. */
export type Action =
  | 'play'
  | 'continue'
  | 'end'
  | 'tap'
  | 'downbeat'
  | 'fill'
  | 'approve'
  | 'back'
  | 'keep'
  | 'previous'
  | 'next'
  | 'less'
  | 'more'
  | 'much-less'
  | 'much-more'
  | 'type'
  | 'erase'
  | 'enter'
  | 'cancel'
  | 'next-part'
  | 'previous-part'
  | 'mute'
  | 'solo'
  | 'dice'
  | 'panic'
  | 'next-group'
  | 'previous-group'
  | 'command'
  | 'help'
  | 'log'
  | 'redraw'
  | 'quit';

export interface KeyRow {
  /** Key to action; a key is called as in `screen.ts`: `a`, `up`, `S-left`, `C-c`. */
  readonly binds: Readonly<Record<string, Action>>;
  /** How people read the keys, and the same in ASCII. */
  readonly shown: string;
  readonly ascii: string;
  /** One word for the bottom of the screen; empty: only in the help pane. */
  readonly brief: string;
  readonly help: string;
}

export const keymap: readonly KeyRow[] = [
  row({ space: 'play' }, 'space', 'space', 'play/stop', 'play, or stop and end every note'),
  row(
    { c: 'continue', e: 'end' },
    'c e',
    'c e',
    '',
    'play on from where it stopped; end with the next bar line',
  ),
  row(
    { t: 'tap', d: 'downbeat' },
    't d',
    't d',
    '',
    'tap the beat, four taps set the tempo; a bar begins now',
  ),
  row(
    { f: 'fill', a: 'approve', b: 'back', k: 'keep' },
    'f a b k',
    'f a b k',
    '',
    'a fill; these bars were good; back to those; keep them as a file',
  ),
  row({ up: 'previous', down: 'next' }, '↑↓', 'up/down', 'pick', 'choose a setting'),
  row(
    { tab: 'next-group', 'S-tab': 'previous-group' },
    'Tab',
    'Tab',
    '',
    'to the next group of settings; with shift, to the one before',
  ),
  row({ left: 'less', right: 'more' }, '←→', 'left/right', 'change', 'change it by one step'),
  row(
    { pagedown: 'much-less', pageup: 'much-more', 'S-left': 'much-less', 'S-right': 'much-more' },
    'PgDn PgUp',
    'PgDn/PgUp',
    '',
    'change it by ten steps, as shift does; turn a page of help or log',
  ),
  row(
    Object.fromEntries('0123456789.-'.split('').map((key) => [key, 'type' as const])),
    '0-9',
    '0-9',
    '',
    'type a value; a point and a minus sign too',
  ),
  row(
    { enter: 'enter' },
    'Enter',
    'Enter',
    '',
    'set the value that was typed; type one for words, or C3 for a pitch',
  ),
  row(
    { ':': 'command' },
    ':',
    ':',
    'command',
    'type a command or a setting, and what it takes; a list appears',
  ),
  row({ backspace: 'erase' }, 'Backspace', 'Backspace', '', 'take back the last character typed'),
  row(
    { escape: 'cancel' },
    'Esc',
    'Esc',
    '',
    'forget what was typed; close help or log, and what it last said',
  ),
  row(
    { '[': 'previous-part', ']': 'next-part', m: 'mute', s: 'solo' },
    '[ ] m s',
    '[ ] m s',
    '',
    'choose a part, of several; mute it; hear it alone',
  ),
  row({ r: 'dice' }, 'r', 'r', 'dice', 'roll the dice: a new random seed'),
  row({ p: 'panic' }, 'p', 'p', 'panic', 'panic: end every note on every channel, and stop'),
  row(
    { h: 'help', '?': 'help' },
    'h',
    'h',
    'help',
    'this help, or back to the roll; ? is the same',
  ),
  row({ q: 'quit', 'C-c': 'quit' }, 'q', 'q', 'quit', 'quit; Ctrl-C is the same'),
  row({ l: 'log' }, 'l', 'l', 'log', 'what was said, in full, or back to the roll'),
  row({ 'C-l': 'redraw' }, 'Ctrl-L', 'Ctrl-L', '', 'draw the whole screen again'),
];

/** Beside the keys, for the help. */
export const mouseHelp =
  'Mouse: click a setting, its gauge, or a key at the foot; the wheel changes what it is over.';

const actions = new Map(keymap.flatMap((one) => Object.entries(one.binds)));

export function actionOf(key: string): Action | undefined {
  return actions.get(key);
}

function row(
  binds: Record<string, Action>,
  shown: string,
  ascii: string,
  brief: string,
  help: string,
): KeyRow {
  return { binds, shown, ascii, brief, help };
}

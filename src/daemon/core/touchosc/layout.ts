import { groups } from '../setting-groups.js';
import type { LiveCommand } from '../live-commands.js';
import type { Setting } from '../setting.js';
import { button, colours, fader, group, label, page, pager, tabHeight, text } from './controls.js';
import type { Frame, TouchArgument, TouchMessage, TouchNode } from './xml.js';

export type TouchSize = keyof typeof sizes;

/** In points; TouchOSC scales a layout to the device. */
export const sizes = {
  phone: { w: 360, h: 720, columns: 1 },
  tablet: { w: 1024, h: 768, columns: 2 },
} as const;

export interface TouchOptions {
  readonly size: TouchSize;
  /** Rows to give a control each. */
  readonly settings: readonly Setting[];
  readonly commands: readonly LiveCommand[];
  /** What to type into TouchOSC's connection, as the layout shows it. */
  readonly address: string;
  readonly oscPort: number;
  /** UDP port that TouchOSC receives on. */
  readonly receivePort: number;
}

/**
 * A layout with a control for each setting and a button for each command that takes nothing: a page for each group, with what
 * the daemon says of each value beside its fader. It says by itself where it listens (`docs/osc.md`), at the start and
 * every twenty seconds.
 */
export function touchLayout(options: TouchOptions): TouchNode {
  const { w, h } = sizes[options.size];
  const pagerFrame = { x: 0, y: topHeight, w, h: h - topHeight - footHeight };
  const pageFrame = { x: 0, y: tabHeight, w, h: pagerFrame.h - tabHeight };
  const pages = [
    page('Play', pageFrame, commandButtons(options.commands, pageFrame)),
    ...groups.flatMap(({ name, title }) =>
      settingPages(
        title,
        options.settings.filter((row) => row.group === name),
        pageFrame,
        sizes[options.size].columns,
      ),
    ),
  ];
  return group(
    'ghostnote',
    { x: 0, y: 0, w, h },
    [...top(w), pager('pages', pagerFrame, pages), foot(options, w, h)],
    { script: text(greeting(options.receivePort)) },
  );
}

const root = '/ghostnote/';
const topHeight = 56;
const footHeight = 28;
const gap = 8;
const rowHeight = 58;

/** TouchOSC receives on another port than it sends from; the daemon forgets who is silent for a minute. */
function greeting(port: number): string {
  return [
    'local next = 0',
    'function update()',
    '  local now = getMillis()',
    '  if now < next then return end',
    '  next = now + 20000',
    `  sendOSC('${root}hello', ${port})`,
    'end',
  ].join('\n');
}

/** What it plays now: the bar, and how late notes are. */
function top(w: number): TouchNode[] {
  const cell = Math.floor((w - 4 * gap) / 3);
  return (
    [
      ['bar', 'beat'],
      ['playing', 'playing'],
      ['late ms', 'meters/lateness'],
    ] as const
  ).flatMap(([caption, name], at) => {
    const x = gap + at * (cell + gap);
    const shown = { size: 20, message: listens(name) };
    return [
      label(`${name} caption`, { x, y: 4, w: cell, h: 16 }, caption, {
        size: 11,
        tint: colours.quiet,
      }),
      label(name, { x, y: 20, w: cell, h: 32 }, '-', shown),
    ];
  });
}

function foot({ address, oscPort, receivePort }: TouchOptions, w: number, h: number): TouchNode {
  const frame = { x: gap, y: h - footHeight, w: w - 2 * gap, h: footHeight };
  const content = `UDP to ${address} port ${oscPort}, receive on ${receivePort}`;
  return label('connection', frame, content, { size: 11, tint: colours.quiet });
}

/** Those that need no word or number with them, large enough for a thumb. */
function commandButtons(commands: readonly LiveCommand[], { w, h }: Frame): TouchNode[] {
  const plain = commands.filter(({ argument }) => argument === undefined || argument.optional);
  const columns = w > 600 ? 4 : 2;
  const rows = Math.ceil(plain.length / columns);
  const cell = {
    w: Math.floor((w - gap) / columns) - gap,
    h: Math.min(150, Math.floor((h - gap) / rows) - gap),
  };
  return plain.flatMap(({ name }, at) => {
    const x = gap + (at % columns) * (cell.w + gap);
    const y = gap + Math.floor(at / columns) * (cell.h + gap);
    const frame = { x, y, ...cell };
    const tint = ['panic', 'quit'].includes(name) ? colours.danger : colours.panel;
    const pressed: TouchArgument = { type: 'VALUE', conversion: 'INTEGER', value: 'x' };
    return [
      button(name, frame, { tint }, { ...sends(name, pressed), receives: false }),
      label(`${name} caption`, frame, name, { size: 18, align: 'centre' }),
    ];
  });
}

/** As many pages as the rows need. */
function settingPages(
  title: string,
  settings: readonly Setting[],
  frame: Frame,
  columns: number,
): TouchNode[] {
  const perColumn = Math.floor((frame.h - gap) / rowHeight);
  const perPage = perColumn * columns;
  const count = Math.ceil(settings.length / perPage);
  return Array.from({ length: count }, (_, at) => {
    const rows = settings.slice(at * perPage, (at + 1) * perPage);
    const width = Math.floor((frame.w - gap) / columns) - gap;
    const children = rows.flatMap((row, index) => {
      const x = gap + Math.floor(index / perColumn) * (width + gap);
      const y = gap + (index % perColumn) * rowHeight;
      return settingRow(row, { x, y, w: width, h: rowHeight - gap });
    });
    return page(at === 0 ? title : `${title} ${at + 1}`, frame, children);
  });
}

/** Its name and its value above, what changes it below. */
function settingRow(row: Setting, { x, y, w, h }: Frame): TouchNode[] {
  const captionHeight = 18;
  const half = Math.floor(w / 2);
  const below = { x, y: y + captionHeight, w, h: h - captionHeight };
  return [
    label(`${row.name} caption`, { x, y, w: half, h: captionHeight }, row.name, { size: 12 }),
    label(`${row.name} value`, { x: x + half, y, w: half, h: captionHeight }, String(row.default), {
      size: 12,
      tint: colours.ghost,
      align: 'right',
      message: listens(row.name),
    }),
    ...controls(row, below),
  ];
}

function controls(row: Setting, frame: Frame): TouchNode[] {
  switch (row.type) {
    case 'number': {
      const { min, max, name, default: start } = row;
      const argument: TouchArgument = {
        type: 'VALUE',
        conversion: Number.isInteger(row.step) ? 'INTEGER' : 'FLOAT',
        value: 'x',
        range: [min, max],
      };
      return [fader(name, frame, (start - min) / (max - min), sends(name, argument))];
    }
    case 'boolean': {
      const argument: TouchArgument = { type: 'VALUE', conversion: 'INTEGER', value: 'x' };
      return [
        button(row.name, frame, { toggles: true, tint: colours.ghost }, sends(row.name, argument)),
      ];
    }
    case 'choice':
      return row.choices.length <= mostButtons
        ? choiceButtons(row.name, row.choices, frame)
        : [choiceFader(row.name, row.choices, row.default, frame)];
    case 'string':
      return []; // TouchOSC has no keyboard; what it is now is shown
  }
}

/** More words than a thumb can tell apart in a row are chosen by their number; which it is stands above. */
const mostButtons = 5;

function choiceFader(
  name: string,
  choices: readonly string[],
  start: string,
  frame: Frame,
): TouchNode {
  const last = choices.length - 1;
  const range = [0, last] as const;
  const index: TouchArgument = { type: 'VALUE', conversion: 'INTEGER', value: 'x', range };
  const message = { ...sends(name, index), receives: false };
  return fader(name, frame, choices.indexOf(start) / last, message);
}

/** A button a word. */
function choiceButtons(
  name: string,
  choices: readonly string[],
  { x, y, w, h }: Frame,
): TouchNode[] {
  const width = Math.floor((w + 4) / choices.length) - 4;
  return choices.flatMap((choice, at) => {
    const frame = { x: x + at * (width + 4), y, w: width, h };
    const word: TouchArgument = { type: 'CONSTANT', conversion: 'STRING', value: choice };
    return [
      button(`${name} ${choice}`, frame, {}, { ...sends(name, word), receives: false }),
      label(`${name} ${choice} caption`, frame, choice, { size: 11, align: 'centre' }),
    ];
  });
}

function sends(name: string, argument: TouchArgument): TouchMessage {
  return { address: root + name, sends: true, receives: true, trigger: 'x', argument };
}

function listens(name: string): TouchMessage {
  const argument: TouchArgument = { type: 'VALUE', conversion: 'STRING', value: 'text' };
  return { address: root + name, sends: false, receives: true, trigger: 'text', argument };
}

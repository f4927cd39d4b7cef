import type { Colour, Frame, TouchMessage, TouchNode, TouchProperty } from './xml.js';

/** Controls of a layout: how each kind looks and what it sends. */

export const colours = {
  ground: [0.035, 0.043, 0.07, 1],
  panel: [0.11, 0.13, 0.19, 1],
  ghost: [0.55, 0.94, 0.84, 1],
  danger: [1, 0.33, 0.44, 1],
  text: [0.9, 0.92, 0.96, 1],
  quiet: [0.58, 0.63, 0.72, 1],
  clear: [0, 0, 0, 0],
} as const satisfies Record<string, Colour>;

export function group(
  name: string,
  frame: Frame,
  children: readonly TouchNode[],
  more: Readonly<Record<string, TouchProperty>> = {},
): TouchNode {
  const properties = { ...common(name, frame, colours.ground), ...more };
  return { type: 'GROUP', properties, values: { touch: 'false' }, children };
}

/** A page is a group whose frame leaves room for the tabs. */
export function page(title: string, frame: Frame, children: readonly TouchNode[]): TouchNode {
  return group(title, frame, children, {
    tabColorOff: colour(colours.panel),
    tabColorOn: colour(colours.ghost),
    tabLabel: text(title),
    textColorOff: colour(colours.quiet),
    textColorOn: colour(colours.ground),
  });
}

/** Points that the tabs take of a pager's height. */
export const tabHeight = 44;

export function pager(name: string, frame: Frame, pages: readonly TouchNode[]): TouchNode {
  return {
    type: 'PAGER',
    properties: {
      ...common(name, frame, colours.ground),
      interactive: bool(true),
      tabLabels: bool(true),
      tabbar: bool(true),
      tabbarDoubleTap: bool(false),
      tabbarSize: int(tabHeight),
      textSizeOff: int(13),
      textSizeOn: int(13),
    },
    values: { page: '0', touch: 'false' },
    children: pages,
  };
}

/** Text that stands, or, with a message, what comes in. */
export function label(
  name: string,
  frame: Frame,
  content: string,
  { size = 14, tint = colours.text, align = 'left', message }: LabelLook = {},
): TouchNode {
  return {
    type: 'LABEL',
    properties: {
      ...common(name, frame, colours.clear),
      background: bool(false),
      font: int(0),
      textAlignH: int(alignments.indexOf(align) + 1),
      textAlignV: int(2),
      textColor: colour(tint),
      textLength: int(0),
      textSize: int(size),
    },
    values: { text: content, touch: 'false' },
    ...(message === undefined ? {} : { messages: [message] }),
  };
}

export interface LabelLook {
  readonly align?: (typeof alignments)[number];
  readonly size?: number;
  readonly tint?: Colour;
  readonly message?: TouchMessage;
}

/** From left to right; `x` is its value, 0 to 1. */
export function fader(name: string, frame: Frame, start: number, message: TouchMessage): TouchNode {
  return {
    type: 'FADER',
    properties: {
      ...common(name, frame, colours.ghost),
      bar: bool(true),
      barDisplay: int(0),
      cornerRadius: float(8),
      cursor: bool(true),
      cursorDisplay: int(0),
      grabFocus: bool(true),
      grid: bool(false),
      gridColor: colour([0, 0, 0, 0.25]),
      gridSteps: int(10),
      interactive: bool(true),
      orientation: int(east),
      // A finger moves it from where it stands: a touch on stage makes no jump.
      response: int(relative),
      responseFactor: int(100),
    },
    values: { x: String(start), touch: 'false' },
    messages: [message],
  };
}

export function button(
  name: string,
  frame: Frame,
  { tint = colours.panel, toggles = false }: ButtonLook,
  message: TouchMessage,
): TouchNode {
  return {
    type: 'BUTTON',
    properties: {
      ...common(name, frame, tint),
      buttonType: int(toggles ? togglesOnPress : momentary),
      cornerRadius: float(8),
      grabFocus: bool(true),
      interactive: bool(true),
      press: bool(true),
      release: bool(true),
      valuePosition: bool(false),
    },
    values: { x: '0', touch: 'false' },
    messages: [message],
  };
}

export interface ButtonLook {
  readonly tint?: Colour;
  /** It stays down until it is pressed again. */
  readonly toggles?: boolean;
}

const alignments = ['left', 'centre', 'right'] as const;
const [momentary, togglesOnPress] = [0, 2];
const east = 1;
const relative = 1;

function common(name: string, frame: Frame, tint: Colour): Record<string, TouchProperty> {
  return {
    background: bool(true),
    color: colour(tint),
    cornerRadius: float(1),
    frame: { type: 'r', value: frame },
    grabFocus: bool(false),
    interactive: bool(false),
    locked: bool(false),
    name: text(name),
    orientation: int(0),
    outline: bool(false),
    outlineStyle: int(0),
    pointerPriority: int(0),
    shape: int(1),
    visible: bool(true),
  };
}

const bool = (value: boolean): TouchProperty => ({ type: 'b', value });
const int = (value: number): TouchProperty => ({ type: 'i', value });
const float = (value: number): TouchProperty => ({ type: 'f', value });
export const text = (value: string): TouchProperty => ({ type: 's', value });
const colour = (value: Colour): TouchProperty => ({ type: 'c', value });

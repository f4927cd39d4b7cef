/**
 * A TouchOSC layout as XML, schema 3, which every version of the current TouchOSC (1.0 and later) opens. Hexler publishes no
 * schema; the structure is that of files which the editor wrote: order and names of elements, one-letter property types, CDATA
 * around every text, booleans 0 and 1 among the properties but words among the values.
 */
export function renderLayout(root: TouchNode): string {
  let count = 0;
  const nextId = (): string => {
    count += 1;
    return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
  };
  return `<?xml version='1.0' encoding='UTF-8'?><lexml version='3'>${renderNode(root, nextId)}</lexml>`;
}

export interface TouchNode {
  readonly type: 'GROUP' | 'PAGER' | 'LABEL' | 'BUTTON' | 'FADER' | 'BOX';
  readonly properties: Readonly<Record<string, TouchProperty>>;
  /** What it holds while it is used, with its value at the start. */
  readonly values: Readonly<Record<string, string>>;
  readonly messages?: readonly TouchMessage[];
  readonly children?: readonly TouchNode[];
}

export type TouchProperty =
  | { readonly type: 'b'; readonly value: boolean }
  | { readonly type: 'i' | 'f'; readonly value: number }
  | { readonly type: 's'; readonly value: string }
  | { readonly type: 'c'; readonly value: Colour }
  | { readonly type: 'r'; readonly value: Frame };

/** Red, green, blue and opacity, each 0 to 1. */
export type Colour = readonly [r: number, g: number, b: number, a: number];

/** In points, from the top left corner of the parent. */
export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** An OSC message that a control sends when one of its values changes, and that sets this value when it comes in. */
export interface TouchMessage {
  readonly address: string;
  readonly sends: boolean;
  readonly receives: boolean;
  /** The value that triggers it. */
  readonly trigger: 'x' | 'text';
  readonly argument: TouchArgument;
}

export interface TouchArgument {
  /** `CONSTANT` is `value` itself, `VALUE` the control's value of that name, scaled from 0..1 to the range. */
  readonly type: 'CONSTANT' | 'VALUE';
  readonly conversion: 'INTEGER' | 'FLOAT' | 'STRING';
  readonly value: string;
  readonly range?: readonly [min: number, max: number];
}

function renderNode(node: TouchNode, nextId: () => string): string {
  const { type, properties, values, messages = [], children = [] } = node;
  const id = nextId();
  const sorted = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `<node ID='${id}' type='${type}'>`,
    wrap('properties', sorted.map(renderProperty)),
    wrap('values', Object.entries(values).map(renderValue)),
    messages.length === 0 ? '' : wrap('messages', messages.map(renderMessage)),
    children.length === 0
      ? ''
      : wrap(
          'children',
          children.map((child) => renderNode(child, nextId)),
        ),
    '</node>',
  ].join('');
}

function renderProperty([key, property]: [string, TouchProperty]): string {
  const value = wrap('value', [renderPropertyValue(property)]);
  return `<property type='${property.type}'><key>${cdata(key)}</key>${value}</property>`;
}

function renderPropertyValue({ type, value }: TouchProperty): string {
  switch (type) {
    case 'b':
      return value ? '1' : '0';
    case 'i':
    case 'f':
      return String(value);
    case 's':
      return cdata(value);
    case 'c':
      return ['r', 'g', 'b', 'a'].map((name, at) => wrap(name, [String(value[at])])).join('');
    case 'r':
      return (['x', 'y', 'w', 'h'] as const).map((at) => wrap(at, [String(value[at])])).join('');
  }
}

function renderValue([key, start]: [string, string]): string {
  return wrap('value', [
    wrap('key', [cdata(key)]),
    '<locked>0</locked><lockedDefaultCurrent>0</lockedDefaultCurrent>',
    wrap('default', [cdata(start)]),
    '<defaultPull>0</defaultPull>',
  ]);
}

function renderMessage({ address, sends, receives, trigger, argument }: TouchMessage): string {
  return wrap('osc', [
    `<enabled>1</enabled><send>${Number(sends)}</send><receive>${Number(receives)}</receive>`,
    '<feedback>0</feedback><connections>00001</connections>',
    wrap('triggers', [
      wrap('trigger', [wrap('var', [cdata(trigger)]), wrap('condition', ['ANY'])]),
    ]),
    wrap('path', [renderPartial({ type: 'CONSTANT', conversion: 'STRING', value: address })]),
    wrap('arguments', [renderPartial(argument)]),
  ]);
}

function renderPartial({ type, conversion, value, range = [0, 1] }: TouchArgument): string {
  const [min, max] = range;
  return wrap('partial', [
    wrap('type', [type]),
    wrap('conversion', [conversion]),
    wrap('value', [cdata(value)]),
    wrap('scaleMin', [String(min)]),
    wrap('scaleMax', [String(max)]),
  ]);
}

function wrap(tag: string, content: readonly string[]): string {
  return `<${tag}>${content.join('')}</${tag}>`;
}

/** What would end the section is split over two. */
function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

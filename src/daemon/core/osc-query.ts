import type { Hello } from './messages.js';
import { outgoingRows } from './osc-outgoing.js';
import { isWhole } from './parse-settings.js';
import { findRow, spreadRows } from './part-settings.js';
import type { LiveCommand } from './live-commands.js';
import type { Setting, SettingValue } from './setting.js';

/** What a server of OSCQuery answers: an HTTP status, and JSON where that is 200. */
export interface OscQueryAnswer {
  readonly status: 200 | 204 | 400 | 404;
  readonly json?: object;
}

/**
 * Whether a GET is one of OSCQuery and not for the page, which shares its port: an address of ours, an
 * attribute in the query, or the root, where no page is wanted. `accept` is the header; browsers want HTML.
 */
export function isOscQuery(path: string, query: string, accept: string | undefined): boolean {
  if (path === root.slice(0, -1) || path.startsWith(root)) return true;
  return path === '/' && (isKey(query) || accept?.includes('text/html') !== true);
}

/**
 * Answers a query about the address space (OSCQuery Proposal, "HTTP"): a node with all below it, or one
 * attribute of it. 400 for an attribute that is none, 204 for one that the node does not have.
 */
export function answerOscQuery(path: string, query: string, hello: Hello): OscQueryAnswer {
  if (query === 'HOST_INFO') return { status: 200, json: hostInfo(hello) };
  const node = findNode(describeSpace(hello), path);
  if (node === undefined) return { status: 404 };
  if (query === '') return { status: 200, json: node };
  if (!attributes.some((name) => name === query)) return { status: 400 };
  const value = node[query as Attribute];
  return value === undefined ? { status: 204 } : { status: 200, json: { [query]: value } };
}

/** Attributes of a node that are understood, beside the required ones. */
const extensions = ['ACCESS', 'VALUE', 'RANGE', 'CLIPMODE', 'DESCRIPTION'] as const;
const attributes = ['FULL_PATH', 'CONTENTS', 'TYPE', ...extensions] as const;
type Attribute = (typeof attributes)[number];

type OscNode = { readonly [Name in Attribute]?: unknown } & {
  readonly FULL_PATH: string;
  readonly CONTENTS?: Record<string, OscNode>;
};

const access = { none: 0, read: 1, write: 2, both: 3 } as const;
const root = '/ghostnote/';

/** A client that sends another key (`code`, say) asks no attribute. */
function isKey(query: string): boolean {
  return /^[A-Z_]+$/.test(query);
}

function hostInfo({ osc }: Hello): object {
  const supported = [...extensions, 'LISTEN'].map((name) => [name, true] as const);
  return {
    NAME: 'ghostnote',
    OSC_PORT: osc.port,
    OSC_TRANSPORT: 'UDP',
    EXTENSIONS: Object.fromEntries(supported),
  };
}

/** Every address as a tree: settings with their values, commands, and what only goes out. */
function describeSpace(hello: Hello): OscNode {
  const leaves = [
    ...Object.entries(hello.values).map(([name, value]) =>
      describeValue(name, value, findRow(name, hello.settings)),
    ),
    ...spreadRows(hello.commands, hello.models.length).map(describeCommand),
    ...outgoingRows.map(({ name, types, help }) => ({
      FULL_PATH: root + name,
      TYPE: types,
      ACCESS: access.read,
      DESCRIPTION: help,
    })),
  ];
  const tree = container('/');
  for (const leaf of leaves) insert(tree, leaf);
  return tree;
}

function describeValue(name: string, value: SettingValue, row: Setting | undefined): OscNode {
  const common = { FULL_PATH: root + name, ACCESS: access.both, DESCRIPTION: row?.help ?? name };
  switch (row?.type) {
    case 'number': {
      const { min, max, unit, help } = row;
      return {
        ...common,
        TYPE: isWhole(row) ? 'i' : 'f',
        VALUE: [value],
        RANGE: [{ MIN: min, MAX: max }],
        CLIPMODE: ['both'],
        DESCRIPTION: unit === '' ? help : `${help} (${unit})`,
      };
    }
    case 'boolean':
      return { ...common, TYPE: 'i', VALUE: [Number(value)], RANGE: [{ MIN: 0, MAX: 1 }] };
    case 'choice':
      return { ...common, TYPE: 's', VALUE: [value], RANGE: [{ VALS: row.choices }] };
    case 'string':
    case undefined:
      return { ...common, TYPE: 's', VALUE: [String(value)] };
  }
}

/** `I` is the impulse of OSC 1.1: a button. */
function describeCommand({ name, help, argument }: LiveCommand): OscNode {
  const types = { text: 's', number: 'f' } as const;
  return {
    FULL_PATH: root + name,
    TYPE: argument === undefined ? 'I' : types[argument.type],
    ACCESS: access.write,
    DESCRIPTION: help,
  };
}

function container(path: string): OscNode & { readonly CONTENTS: Record<string, OscNode> } {
  // Without a prototype: no name of a stranger's finds anything but what was put in.
  const CONTENTS = Object.create(null) as Record<string, OscNode>;
  return { FULL_PATH: path, ACCESS: access.none, CONTENTS };
}

function insert(tree: OscNode, leaf: OscNode): void {
  const names = leaf.FULL_PATH.slice(1).split('/');
  let at = tree;
  for (const [depth, name] of names.entries()) {
    const isLeaf = depth === names.length - 1;
    const path = `/${names.slice(0, depth + 1).join('/')}`;
    at = at.CONTENTS![name] ??= isLeaf ? leaf : container(path);
  }
}

function findNode(tree: OscNode, path: string): OscNode | undefined {
  const names = path.split('/').filter((name) => name !== '');
  return names.reduce<OscNode | undefined>((node, name) => node?.CONTENTS?.[name], tree);
}

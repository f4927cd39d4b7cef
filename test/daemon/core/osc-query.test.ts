import { describe, expect, test } from 'vitest';
import { parseOsc } from '../../../src/daemon/core/osc-addresses.js';
import { answerOscQuery, isOscQuery } from '../../../src/daemon/core/osc-query.js';
import { commands } from '../../../src/daemon/core/live-commands.js';
import { liveSettings } from '../../../src/daemon/core/settings.js';
import { fakeDaemon } from '../../support/fake-daemon.js';

interface Node {
  readonly FULL_PATH: string;
  readonly CONTENTS?: Record<string, Node>;
  readonly TYPE?: string;
  readonly ACCESS: number;
  readonly VALUE?: readonly unknown[];
  readonly RANGE?: readonly { MIN?: number; MAX?: number; VALS?: readonly unknown[] }[];
}

const hello = fakeDaemon().control.hello();
const ask = (path: string, query = '') => answerOscQuery(path, query, hello);

function leaves(node: Node): Node[] {
  return node.CONTENTS === undefined ? [node] : Object.values(node.CONTENTS).flatMap(leaves);
}

describe('the address space', () => {
  const all = leaves(ask('/').json as Node);

  test('has every setting and command, at an address that OSC understands', () => {
    const paths = all.map(({ FULL_PATH }) => FULL_PATH);
    for (const { name } of [...liveSettings, ...commands])
      expect(paths).toContain(`/ghostnote/${name}`);
    for (const address of paths) expect(() => parseOsc({ address, args: [1] })).not.toThrow();
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('gives each setting with its value, type and range, to be read and written', () => {
    const node = (name: string) => all.find(({ FULL_PATH }) => FULL_PATH === `/ghostnote/${name}`);
    expect(node('temperature')).toMatchObject({
      TYPE: 'f',
      ACCESS: 3,
      VALUE: [1],
      RANGE: [{ MIN: 0, MAX: 2 }],
    });
    expect(node('tempo')).toMatchObject({
      TYPE: 'f',
      VALUE: [120],
      RANGE: [{ MIN: 20, MAX: 300 }],
    });
    const VALS = ['internal', 'midi', 'link', 'player'];
    expect(node('clock')).toMatchObject({ TYPE: 's', RANGE: [{ VALS }] });
    expect(node('clock-out')).toMatchObject({ TYPE: 'i', VALUE: [0] });
    expect(node('start')).toMatchObject({ TYPE: 'I', ACCESS: 2 });
    expect(node('note')).toMatchObject({ TYPE: 'iiiisi', ACCESS: 1 });
    for (const { VALUE, RANGE } of all.filter(({ ACCESS }) => ACCESS === 3)) {
      const [value] = VALUE!;
      const { MIN = -Infinity, MAX = Infinity, VALS = [value] } = RANGE?.[0] ?? {};
      const isAllowed =
        typeof value === 'number' ? value >= MIN && value <= MAX : VALS.includes(value);
      expect(isAllowed).toBe(true);
    }
  });

  test("has a further part's values in containers of their own, by the rows of the first", () => {
    const more = { ...hello, values: { ...hello.values, 'part/2/temperature': 0.5 } };
    const { json } = answerOscQuery('/ghostnote/part/2', '', more);
    expect(json).toMatchObject({
      FULL_PATH: '/ghostnote/part/2',
      CONTENTS: { temperature: { TYPE: 'f', VALUE: [0.5], RANGE: [{ MIN: 0, MAX: 2 }] } },
    });
  });
});

test('one attribute is given alone, and what is not there has the status of the proposal', () => {
  expect(ask('/ghostnote/tempo', 'VALUE')).toEqual({ status: 200, json: { VALUE: [120] } });
  expect(ask('/ghostnote/start', 'VALUE')).toEqual({ status: 204 });
  expect(ask('/ghostnote/tempo', 'COLOUR')).toEqual({ status: 400 });
  for (const path of [
    '/ghostnote/tempos',
    '/ghostnote/tempo/x',
    '/__proto__',
    '/ghostnote/constructor',
  ]) {
    expect([path, ask(path).status]).toEqual([path, 404]);
  }
});

test('HOST_INFO names the OSC port and what is understood', () => {
  const { status, json } = ask('/', 'HOST_INFO');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    NAME: 'ghostnote',
    OSC_PORT: 9000,
    OSC_TRANSPORT: 'UDP',
    EXTENSIONS: { ACCESS: true, VALUE: true, RANGE: true, LISTEN: true },
  });
});

test.each([
  ['/', '', 'text/html,*/*', false],
  ['/', 'code=K7Q2MX', 'text/html', false],
  ['/', 'HOST_INFO', 'text/html', true],
  ['/', '', '*/*', true],
  ['/', '', undefined, true],
  ['/ghostnote', '', 'text/html', true],
  ['/ghostnote/tempo', 'VALUE', undefined, true],
  ['/style.css', '', '*/*', false],
  ['/health', '', undefined, false],
  ['/ghostnotes', '', undefined, false],
])('GET %s?%s of one that accepts %s is a query: %s', (path, query, accept, expected) => {
  expect(isOscQuery(path, query, accept)).toBe(expected);
});

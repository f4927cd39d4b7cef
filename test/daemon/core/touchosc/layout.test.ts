import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { parseOsc } from '../../../../src/daemon/core/osc-addresses.js';
import { outgoingRows } from '../../../../src/daemon/core/osc-outgoing.js';
import { commands } from '../../../../src/daemon/core/live-commands.js';
import { liveSettings } from '../../../../src/daemon/core/settings.js';
import { sizes, touchLayout, type TouchSize } from '../../../../src/daemon/core/touchosc/layout.js';
import { renderLayout, type TouchNode } from '../../../../src/daemon/core/touchosc/xml.js';

const options = {
  settings: liveSettings,
  commands,
  address: "the daemon's address",
  oscPort: 9000,
  receivePort: 9001,
};

function everyNode(node: TouchNode): TouchNode[] {
  return [node, ...(node.children ?? []).flatMap(everyNode)];
}

function frameOf({ properties: { frame } }: TouchNode) {
  if (frame?.type !== 'r') throw new Error('a node without a frame');
  return frame.value;
}

describe.each(Object.keys(sizes) as TouchSize[])('the layout for a %s', (size) => {
  const layout = touchLayout({ ...options, size });
  const nodes = everyNode(layout);
  const messages = nodes.flatMap((node) => node.messages ?? []);

  test('has a control and its value for each setting, and a button for each command that needs nothing', () => {
    const sent = new Set(messages.filter(({ sends }) => sends).map(({ address }) => address));
    const shown = new Set(
      messages.filter(({ receives }) => receives).map(({ address }) => address),
    );
    for (const { name, type } of liveSettings) {
      const wanted = [type !== 'string', true];
      expect([sent.has(`/ghostnote/${name}`), shown.has(`/ghostnote/${name}`)]).toEqual(wanted);
    }
    const plain = commands.filter(({ argument }) => argument === undefined || argument.optional);
    for (const { name } of plain)
      expect([name, sent.has(`/ghostnote/${name}`)]).toEqual([name, true]);
  });

  test('speaks of no address that the daemon does not know', () => {
    const outgoing = outgoingRows.map(({ name }) => `/ghostnote/${name}`);
    for (const { address, sends } of messages) {
      if (sends) expect(() => parseOsc({ address, args: [1] })).not.toThrow();
      else
        expect(outgoing.includes(address) || parseOsc({ address, args: [] }).kind === 'ask').toBe(
          true,
        );
    }
  });

  test('shows everything within its page, and no two controls over each other', () => {
    const { w, h } = sizes[size];
    expect(frameOf(layout)).toEqual({ x: 0, y: 0, w, h });
    for (const parent of nodes) {
      const own = frameOf(parent);
      for (const child of parent.children ?? []) {
        const { x, y, w: width, h: height } = frameOf(child);
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(x + width).toBeLessThanOrEqual(own.w);
        if (parent.type !== 'PAGER') expect(y + height).toBeLessThanOrEqual(own.h);
      }
      const touched = (parent.children ?? []).filter(({ type }) =>
        ['FADER', 'BUTTON'].includes(type),
      );
      for (const [at, one] of touched.entries()) {
        const a = frameOf(one);
        expect(Math.min(a.w, a.h)).toBeGreaterThanOrEqual(30); // a thumb's width
        for (const other of touched.slice(at + 1)) {
          const b = frameOf(other);
          const apart =
            a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
          expect([one.properties.name, other.properties.name, apart]).toEqual(
            expect.arrayContaining([true]),
          );
        }
      }
    }
  });

  test('is, as XML, nested as TouchOSC nests it, with an id of its own for each node', () => {
    const xml = renderLayout(layout);
    const ids = [...xml.matchAll(/<node ID='([^']+)'/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(nodes.length);
    const open: string[] = [];
    for (const [, slash, tag] of xml
      .replaceAll(/<!\[CDATA\[.*?\]\]>/gs, '')
      .matchAll(/<(\/?)([a-zA-Z]+)/g)) {
      if (slash === '') open.push(tag!);
      else expect(open.pop()).toBe(tag);
    }
    expect(open).toEqual([]);
    expect(xml).toMatch(/^<\?xml version='1.0' encoding='UTF-8'\?><lexml version='3'><node /);
  });

  test('is what docs/ ships; after a change: npx ghostnote touchosc, as docs/touchosc.md has it', () => {
    const shipped = inflateSync(readFileSync(`docs/ghostnote-${size}.tosc`)).toString();
    expect(shipped === renderLayout(layout)).toBe(true);
  });
});

test('text cannot end the section it stands in', () => {
  const layout = touchLayout({ ...options, size: 'phone', address: 'a]]><b' });
  expect(renderLayout(layout)).toContain('a]]]]><![CDATA[><b');
});

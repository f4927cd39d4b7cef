import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Handle, MidiAttachment } from '../../../src/daemon/io/midi-attachment.js';

/** A system with these ports of others, and how many handles on it are open. */
class FakeSystem {
  ports: string[] = [];
  busy = false;
  missing: string | undefined;
  readonly handles = new Set<FakeHandle>();

  attachment(wanted: string, canMake = true): MidiAttachment<FakeHandle> {
    return new MidiAttachment({
      kind: 'output',
      wanted,
      canMake,
      hint: 'what to do',
      unavailable: () => this.missing,
      create: () => new FakeHandle(this),
    });
  }
}

class FakeHandle implements Handle {
  opened: string | null = null;

  constructor(private readonly system: FakeSystem) {
    system.handles.add(this);
  }

  getPortCount(): number {
    return this.system.ports.length;
  }

  getPortName(port: number): string {
    return this.system.ports[port]!;
  }

  openPort(port: number): void {
    if (this.system.busy) throw new Error('device in use');
    this.opened = this.system.ports[port]!;
  }

  openVirtualPort(name: string): void {
    this.opened = `virtual ${name}`;
  }

  destroy(): void {
    this.system.handles.delete(this);
  }
}

describe('A MIDI attachment', () => {
  it('makes a port that is called after ghostnote, and keeps it whatever comes or goes', () => {
    const system = new FakeSystem();
    const out = system.attachment('ghostnote out');
    expect(out.attach()).toBe(true);
    const { port } = out;
    expect([out.name, out.note, port?.opened]).toEqual([
      'ghostnote out',
      '',
      'virtual ghostnote out',
    ]);
    system.ports = ['another:ghostnote out 130:0'];
    expect(out.attach()).toBe(false);
    expect(out.port).toBe(port);
  });

  it('takes a port of that name where the system makes none, or says what to install', () => {
    const system = new FakeSystem();
    const out = system.attachment('ghostnote out', false);
    out.attach();
    expect(out.note).toMatch(/No MIDI output is called "ghostnote out" now/);
    system.ports = ['ghostnote out'];
    out.attach();
    expect([out.name, out.note]).toEqual(['ghostnote out', '']);
  });

  it('waits for a device that is not there yet, says so in one line, and takes it when it comes', () => {
    const system = new FakeSystem();
    const out = system.attachment('TR-8S');
    expect(out.attach()).toBe(true);
    expect(out.name).toBeNull();
    expect(out.note).toMatch(/^No MIDI output is called "TR-8S" now\. Hint: what to do$/);
    expect(out.note).not.toContain('\n');
    expect(out.attach()).toBe(false);
    system.ports = ['TR-8S:TR-8S MIDI 1 24:0'];
    expect(out.attach()).toBe(true);
    expect(out.name).toBe('TR-8S:TR-8S MIDI 1 24:0');
  });

  it('lets notes end before it lets a port go, and only then', () => {
    const system = new FakeSystem();
    system.ports = ['TR-8S 24:0'];
    const out = system.attachment('TR-8S');
    const left: (string | null | undefined)[] = [];
    const leaving = () => left.push(out.port?.opened);
    out.attach(leaving);
    out.attach(leaving);
    expect(left).toEqual([]);
    system.ports = ['TR-8S 28:0'];
    out.attach(leaving);
    expect([left, out.port?.opened]).toEqual([['TR-8S 24:0'], 'TR-8S 28:0']);
  });

  it('says that a busy port is busy, and has it once it is free', () => {
    const system = new FakeSystem();
    [system.ports, system.busy] = [['TR-8S'], true];
    const out = system.attachment('TR-8S');
    out.attach();
    expect(out.note).toMatch(/"TR-8S" does not open \(device in use\).*another program/);
    system.busy = false;
    expect(out.attach()).toBe(true);
    expect([out.name, out.note]).toEqual(['TR-8S', '']);
  });

  it('through any comings and goings has one handle, on the first of the wanted ports, or none', () => {
    const ports = fc.subarray(['TR-8S 24:0', 'TR-8S 28:0', 'Midi Through 14:0', 'Keys 20:0']);
    const step = fc.record({
      ports,
      busy: fc.boolean(),
      missing: fc.constantFrom(undefined, undefined, 'no sequencer'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
        const system = new FakeSystem();
        const out = system.attachment('tr-8s');
        for (const { ports: now, busy, missing } of steps) {
          Object.assign(system, { ports: now, busy, missing });
          out.attach();
          const there = missing === undefined && now.find((port) => port.startsWith('TR-8S'));
          if (out.port === null) expect(busy || there === false || there === undefined).toBe(true);
          else expect(out.port.opened).toBe(there);
          expect(out.name).toBe(out.port?.opened ?? null);
          expect(out.note === '').toBe(out.port !== null);
          expect([...system.handles]).toEqual(out.port === null ? [] : [out.port]);
        }
        out.close();
        expect(system.handles.size).toBe(0);
      }),
      { seed: 5, numRuns: 250 },
    );
  });
});

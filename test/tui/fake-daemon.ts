import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import {
  type ClientMessage,
  type Hello,
  protocolVersion,
  type ServerMessage,
} from '../../src/daemon/core/messages.js';
import { completeValues } from '../../src/daemon/core/part-settings.js';
import { groups } from '../../src/daemon/core/setting-groups.js';
import { commands } from '../../src/daemon/core/live-commands.js';
import type { Values } from '../../src/daemon/core/setting.js';
import { liveSettings } from '../../src/daemon/core/settings.js';

const voices = [
  'kick',
  'snare',
  'high-tom',
  'mid-tom',
  'low-tom',
  'open-hat',
  'closed-hat',
  'crash',
  'ride',
];

export const drumHello: Hello = {
  type: 'hello',
  protocol: protocolVersion,
  version: '0.1.0',
  settings: liveSettings,
  groups,
  commands,
  values: Object.fromEntries(liveSettings.map((setting) => [setting.name, setting.default])),
  playing: false,
  clock: { state: 'internal', bpm: 120, other: 0 },
  turns: [],
  presets: { names: [], current: null },
  learned: { waiting: null, controls: [] },
  models: [{ name: 'groove-drummer', material: 'drums', ticksPerBar: 16, ticksPerBeat: 4, voices }],
  loadable: ['groove', 'groove-tutorial', 'nottingham', '/home/me/my-model'],
  midi: { outs: ['ghostnote out'], in: 'ghostnote in', note: '' },
  osc: { port: 9000 },
  phone: null,
};

export const notesHello: Hello = {
  ...drumHello,
  models: [{ name: 'maestro', material: 'notes', ticksPerBar: 16, ticksPerBeat: 4, voices: [] }],
};

/** Two parts: the drummer, and one that plays notes. */
export const bandHello: Hello = {
  ...drumHello,
  models: [...drumHello.models, ...notesHello.models],
  values: completeValues({}, liveSettings, 2),
};

export function tickMessage(tick: number, token = 'REST', missed = false): ServerMessage {
  const bar = Math.floor(tick / 16);
  return { type: 'tick', part: 1, tick, bar, tickInBar: tick % 16, token, heard: 'self', missed };
}

export function noteMessage(
  tick: number,
  label: string,
  pitch: number,
  velocity: number,
): ServerMessage {
  return { type: 'note', part: 1, tick, channel: 10, pitch, velocity, offset: 0, label };
}

/** A key of a player on the channel of pads, unless it is of another. */
export function keyMessage(
  beat: number | null,
  label: string,
  pitch: number,
  velocity: number,
  channel = 10,
): ServerMessage {
  return { type: 'key', pitch, velocity, channel, label, voice: label, beat };
}

export const meters = {
  type: 'meters',
  ticks: 99,
  notesOn: 812,
  notesOff: 809,
  misses: 3,
  fallbacks: 2,
  lateness: { p50: 120, p99: 1210, max: 3400 },
  predict: { p50: 410, p99: 880, max: 2100 },
  clients: 1,
} as const;

/** Speaks messages.ts on a real port: says hello, clamps and echoes settings, starts and stops, and plays nothing. */
export class FakeDaemon {
  readonly received: ClientMessage[] = [];
  private values: Values = drumHello.values;
  private constructor(
    private readonly server: WebSocketServer,
    private readonly hello: Hello,
  ) {
    server.on('connection', (socket) => {
      socket.send(JSON.stringify({ ...this.hello, values: this.values }));
      socket.on('message', (data: Buffer) =>
        this.answer(JSON.parse(data.toString()) as ClientMessage),
      );
    });
  }

  /** Port 0 is any free one. */
  static async open(port = 0, hello = drumHello): Promise<FakeDaemon> {
    const server = new WebSocketServer({ host: '127.0.0.1', port });
    await once(server, 'listening');
    return new FakeDaemon(server, hello);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get clients(): number {
    return this.server.clients.size;
  }

  send(...messages: readonly ServerMessage[]): void {
    this.sendText(...messages.map((message) => JSON.stringify(message)));
  }

  sendText(...frames: readonly string[]): void {
    for (const client of this.server.clients) for (const frame of frames) client.send(frame);
  }

  /** Dies as a killed process does: no close frame. */
  async kill(): Promise<void> {
    for (const client of this.server.clients) client.terminate();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(message: ClientMessage): void {
    this.received.push(message);
    if (message.type === 'do') {
      this.send({ type: 'transport', playing: message.command === 'start' });
      return;
    }
    const setting = liveSettings.find((one) => one.name === message.name);
    if (setting?.type !== 'number') return;
    const value = Math.min(setting.max, Math.max(setting.min, Number(message.value)));
    this.values = { ...this.values, [setting.name]: value };
    this.send({ type: 'values', values: { [setting.name]: value } });
  }
}

import type { Clock } from '../../src/daemon/core/clock.js';
import { type About, Control } from '../../src/daemon/core/control.js';
import type { Log } from '../../src/daemon/core/log.js';
import type { ServerMessage } from '../../src/daemon/core/messages.js';
import type { CommandName } from '../../src/daemon/core/live-commands.js';
import type { Values } from '../../src/daemon/core/setting.js';
import { defaults } from '../../src/daemon/core/settings.js';
import { drumVoices } from '../../src/model/codec/drums.js';

export const about: About = {
  version: '0.0.0',
  models: [
    {
      name: 'fake drummer',
      material: 'drums',
      ticksPerBar: 16,
      ticksPerBeat: 4,
      voices: drumVoices.map(({ name }) => name),
    },
  ],
  loadable: ['groove', 'nottingham', '/home/me/my-model'],
  midi: { outs: [null], in: null, note: 'no MIDI in a test' },
  osc: { port: 9000 },
  phone: () => null,
};

/** A control with nothing behind it but what it would have asked of a daemon. */
export interface FakeDaemon {
  readonly control: Control;
  readonly commands: CommandName[];
  /** What was said with each of them. */
  readonly said: (string | number | undefined)[];
  readonly changes: Values[];
}

/** Start and stop change the transport as the real daemon does. */
export function fakeDaemon(overrides: Partial<About> = {}, values: Values = {}): FakeDaemon {
  const commands: CommandName[] = [];
  const said: (string | number | undefined)[] = [];
  const changes: Values[] = [];
  const control = new Control({ ...defaults(), ...values }, () => ({ ...about, ...overrides }), {
    onChange: (values) => changes.push(values),
    onCommand: (name, argument) => {
      commands.push(name);
      said.push(argument);
      control.publish({ type: 'transport', playing: name === 'start' });
    },
  });
  return { control, commands, said, changes };
}

export interface HandClock extends Clock {
  advance(micros: number): void;
}

export function handClock(): HandClock {
  let now = 0;
  return {
    now: () => now,
    advance: (micros) => {
      now += micros;
    },
  };
}

export interface LogLines {
  readonly lines: string[];
  readonly log: Log;
}

export function logLines(): LogLines {
  const lines: string[] = [];
  return { lines, log: (level, text) => lines.push(`${level} ${text}`) };
}

/** A subscriber's diary. */
export function listenTo(control: Control): ServerMessage[] {
  const heard: ServerMessage[] = [];
  control.subscribe((message) => heard.push(message));
  return heard;
}

import { hear, type MidiListener } from '../../../../src/daemon/io/midi-reader.js';
import { loadMidi } from '../../../../src/daemon/io/midi-device.js';
import { Learned } from '../../../../src/daemon/core/learned.js';
import { defaults } from '../../../../src/daemon/core/settings.js';
import type { FuzzTarget } from '../target.js';

const driver = loadMidi();
const learned = new Learned();

/** Holds what comes in to what the music may count on. */
const listener: MidiListener = {
  key: (pitch, velocity, _, channel) => check({ pitch, velocity }, 127, channel),
  control: (event) => {
    check({ number: event.number }, 127, event.channel - 1);
    if (!(event.value >= 0 && event.value <= 1)) throw new Error(`a control at ${event.value}`);
    learned.waiting ??= 'temperature';
    learned.take(event, defaults(), true);
  },
  realTime: (_, position) => check({ position }, 16383, 0),
};

/** A cable, through the library that reads its messages: any bytes, cut before each status byte as a driver does it. */
export const midiIn: readonly FuzzTarget[] =
  typeof driver === 'string'
    ? []
    : [
        {
          name: 'midi-in',
          seeds: [
            Uint8Array.of(0x99, 36, 100, 0xf8, 38, 90, 0x89, 36, 0, 0xb0, 7, 100, 0xe3, 0, 64),
            Uint8Array.of(0xfa, 0xf2, 16, 1, 0xc5, 9, 0xf0, 0x7e, 9, 0xf8, 3, 0xf7, 0xfc, 0xfb),
          ],
          take: (bytes) => {
            for (const message of messagesOf(bytes)) hear(listener, driver.read, message, 0);
          },
        },
      ];

function messagesOf(bytes: Uint8Array): number[][] {
  const messages: number[][] = [[]];
  for (const byte of bytes) {
    if (byte >= 0x80) messages.push([]);
    messages.at(-1)!.push(byte);
  }
  return messages;
}

function check(numbers: Readonly<Record<string, number>>, most: number, channel: number): void {
  for (const [name, value] of [...Object.entries(numbers), ['channel', channel] as const]) {
    const limit = name === 'channel' ? 15 : most;
    if (!Number.isInteger(value) || value < 0 || value > limit)
      throw new Error(`${name} is ${value}`);
  }
}

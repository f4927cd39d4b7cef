import { Fault } from '../../model/fault.js';
import type { ClockStatus } from './clock-status.js';
import type {
  Latency,
  Meters,
  PartModel,
  PlanMessage,
  PresetsMessage,
  ServerMessage,
  TurnMessage,
} from './messages.js';
import { outgoingRows } from './osc-outgoing.js';
import { toNumber } from './amount.js';
import { hintName, isWhole } from './parse-settings.js';
import { findRow } from './part-settings.js';
import { commands, type LiveCommand } from './live-commands.js';
import type { Setting, SettingValue } from './setting.js';
import { liveSettings } from './settings.js';

/** A message that came. An argument that is no number, text or boolean is null. */
export interface OscRequest {
  readonly address: string;
  readonly args: readonly (number | string | boolean | null)[];
}

/** What a request means. */
export type OscMeaning =
  /** `/ghostnote/hello`: tell me every value; with a port, tell it there, as I do not listen where I send from. */
  | { readonly kind: 'hello'; readonly port: number | undefined }
  /** A setting's address with no argument: tell me its value. */
  | { readonly kind: 'ask'; readonly name: string }
  | { readonly kind: 'set'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'do'; readonly command: string; readonly argument: unknown }
  /** A button let go, or one of our own addresses sent back to us. */
  | { readonly kind: 'nothing' };

/** A message to send: `i` is int32, `f` float32, `s` text, in UTF-8 where it is more than OSC's ASCII. */
export interface OscMessage {
  readonly address: string;
  readonly args: readonly OscArgument[];
}

export type OscArgument =
  | { readonly type: 'i' | 'f'; readonly value: number }
  | { readonly type: 's'; readonly value: string };

/** Fault UNKNOWN_NAME, with the address that was probably meant, where there is no such address. */
export function parseOsc({ address, args }: OscRequest): OscMeaning {
  const name = address.startsWith(prefix) ? address.slice(prefix.length) : undefined;
  const [argument] = args;
  if (name === 'hello') return { kind: 'hello', port: portOf(argument) };
  const command = findRow(name ?? '', commands);
  if (command !== undefined) return readCommand(command, argument);
  if (name !== undefined && outgoing.has(name)) return { kind: 'nothing' };
  const setting = findRow(name ?? '', liveSettings);
  if (setting === undefined) throw unknownAddress(address);
  if (argument === undefined) return { kind: 'ask', name: setting.name };
  return { kind: 'set', name: setting.name, value: readValue(setting, argument) };
}

/** What an OSC client hears of a message; nothing of those it has no use for. Bars and beats count from 1. */
export function renderOsc(message: ServerMessage, { ticksPerBeat }: PartModel): OscMessage[] {
  switch (message.type) {
    case 'hello':
      return [
        ...renderValues(message.values),
        renderPlaying(message.playing),
        renderClock(message.clock),
        ...message.turns.map(renderTurn),
        ...renderPresets(message.presets),
      ];
    case 'values':
      return renderValues(message.values);
    case 'transport':
      return [renderPlaying(message.playing)];
    case 'clock':
      return [renderClock(message)];
    case 'turn':
      return [renderTurn(message)];
    case 'note': {
      const { pitch, velocity, channel, tick, label, part } = message;
      const numbers = [pitch, velocity, channel, tick].map(int);
      const name = { type: 's', value: label } as const;
      return [{ address: `${prefix}note`, args: [...numbers, name, int(part)] }];
    }
    case 'key': {
      const { pitch, velocity, channel, label } = message;
      const numbers = [pitch, velocity, channel].map(int);
      return [{ address: `${prefix}key`, args: [...numbers, { type: 's', value: label }] }];
    }
    case 'plan':
      return [renderPlan(message)];
    case 'tick': {
      const { bar, tickInBar, tick, part } = message;
      if (part !== 1 || tickInBar % ticksPerBeat !== 0) return [];
      const numbers = [bar + 1, tickInBar / ticksPerBeat + 1, tick].map(int);
      return [{ address: `${prefix}beat`, args: numbers }];
    }
    case 'meters':
      return renderMeters(message);
    case 'presets':
      return renderPresets(message);
    case 'learned':
    case 'midi':
    case 'models':
    case 'loadable':
    case 'log':
      return [];
  }
}

/** To the one whose request could not be done. */
export function renderOscError(text: string): OscMessage {
  return { address: `${prefix}error`, args: [{ type: 's', value: text }] };
}

/** How every address begins. */
export const prefix = '/ghostnote/';

/** Names that only go out. A patch that sends back all it hears is heard with patience. */
const outgoing: ReadonlySet<string> = new Set(outgoingRows.map(({ name }) => name));

/** Faders and buttons send numbers: 0 is off, and a choice is counted from 0. */
function readValue(setting: Setting, argument: OscRequest['args'][number]): unknown {
  const number = typeof argument === 'string' ? toNumber(argument) : argument;
  if (typeof number !== 'number') return argument;
  switch (setting.type) {
    case 'number':
      return number;
    case 'boolean':
      return number !== 0;
    case 'choice':
      return setting.choices[number] ?? argument;
    case 'string':
      return argument;
  }
}

/** TouchOSC and `oscdump` listen on another port than the one they, or their user, send from. */
function portOf(argument: OscRequest['args'][number] | undefined): number | undefined {
  if (argument === undefined) return undefined;
  if (typeof argument === 'number' && Number.isInteger(argument)) {
    if (argument >= 1 && argument <= 65535) return argument;
  }
  throw new Fault('BAD_VALUE', `${prefix}hello cannot answer to port ${argument}`, {
    hint: 'send the UDP port you listen on, 1 to 65535, or nothing',
  });
}

/**
 * A button sends 1 when pressed and 0 when let go, or true and false; a script sends nothing. What a
 * command needs as a number is no button.
 */
export function readCommand(
  { name: command, argument: wanted }: LiveCommand,
  argument: OscRequest['args'][number] | undefined,
): OscMeaning {
  const isButton = wanted?.type !== 'number' || wanted.optional === true;
  if (argument === false || (argument === 0 && isButton)) return { kind: 'nothing' };
  const isPress = argument === true || (argument === 1 && wanted?.optional === true);
  const given = wanted === undefined || isPress ? undefined : argument;
  return { kind: 'do', command, argument: given };
}

function renderValues(values: Readonly<Record<string, SettingValue>>): OscMessage[] {
  return Object.entries(values).map(([name, value]) => ({
    address: prefix + name,
    args: [renderValue(name, value)],
  }));
}

function renderValue(name: string, value: SettingValue): OscArgument {
  if (typeof value === 'string') return { type: 's', value };
  if (typeof value === 'boolean') return int(Number(value));
  const setting = findRow(name, liveSettings);
  return setting?.type === 'number' && isWhole(setting) ? int(value) : { type: 'f', value };
}

function renderPlaying(playing: boolean): OscMessage {
  return { address: `${prefix}playing`, args: [int(Number(playing))] };
}

function renderClock({ state, bpm }: ClockStatus): OscMessage {
  const args = [{ type: 's', value: state } as const, { type: 'f', value: bpm } as const];
  return { address: `${prefix}clock-state`, args };
}

/** Times in milliseconds: the median, the 99th percentile and the longest. */
function renderMeters({ lateness, predict, misses, fallbacks }: Meters): OscMessage[] {
  const millis = ({ p50, p99, max }: Latency): OscArgument[] =>
    [p50, p99, max].map((micros) => ({ type: 'f', value: micros / 1000 }));
  return [
    { address: `${prefix}meters/lateness`, args: millis(lateness) },
    { address: `${prefix}meters/predict`, args: millis(predict) },
    { address: `${prefix}meters/misses`, args: [misses, fallbacks].map(int) },
  ];
}

function renderPlan({ part, ticks }: PlanMessage): OscMessage {
  const tokens = ticks.flatMap(({ token, probability }): OscArgument[] => [
    { type: 's', value: token },
    { type: 'f', value: probability },
  ]);
  return { address: `${prefix}plan`, args: [int(part), int(ticks[0]?.tick ?? 0), ...tokens] };
}

function renderTurn({ mode, turn, part }: TurnMessage): OscMessage {
  const words = [mode, turn].map((value) => ({ type: 's', value }) as const);
  return { address: `${prefix}turn`, args: [...words, int(part)] };
}

function renderPresets({ names, current }: Omit<PresetsMessage, 'type'>): OscMessage[] {
  const texts = (values: readonly string[]) =>
    values.map((value) => ({ type: 's', value }) as const);
  return [
    { address: `${prefix}presets`, args: texts(names) },
    { address: `${prefix}preset-current`, args: texts([current ?? '']) },
  ];
}

function int(value: number): OscArgument {
  return { type: 'i', value };
}

function unknownAddress(address: string): Fault {
  const at = address.startsWith(prefix) ? prefix.length : address.lastIndexOf('/') + 1;
  const name = address.slice(at);
  return new Fault('UNKNOWN_NAME', `there is no OSC address ${address.slice(0, 60)}`, {
    hint: hintName(name, [...liveSettings, ...commands], undefined, (meant) => prefix + meant),
  });
}

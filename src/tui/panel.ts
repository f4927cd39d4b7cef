import type { Latency } from '../daemon/core/messages.js';
import { describeTurn } from '../daemon/core/mode.js';
import { partName, splitPartName } from '../daemon/core/part-settings.js';
import type { NumberSetting, Setting } from '../daemon/core/settings.js';
import type { Glyphs } from './glyphs.js';
import { playerOf, settingsOf, type State } from './state.js';
import { clean, clickable, type Line, span, type Span, type Style } from './text.js';

/** Cells of a setting's line: marker, name, value, and where the value is in its range. */
export const settingWidth = 37;

/** A line a setting, under the titles of their groups; where `rows` are fewer, those around the chosen one. */
export function settingLines(state: State, rows: number, glyphs: Glyphs): Line[] {
  const settings = settingsOf(state);
  let here = 0;
  const lines = settings.flatMap((setting, index) => {
    const title = setting.group === settings[index - 1]?.group ? [] : [titleLine(state, setting)];
    const line = settingLine(state, setting, index, glyphs);
    if (index < state.chosen) here += 1 + title.length;
    if (index === state.chosen) here += title.length;
    return [...title, line];
  });
  const most = Math.max(0, lines.length - rows);
  const first = Math.min(most, Math.max(0, here - Math.floor(rows / 2)));
  return lines.slice(first, first + rows);
}

/** How many lines all settings take. */
export function settingLineCount(state: State): number {
  const settings = settingsOf(state);
  const groups = settings.filter(({ group }, at) => group !== settings[at - 1]?.group).length;
  return settings.length + groups;
}

function titleLine(state: State, { group }: Setting): Line {
  const title = state.hello?.groups.find(({ name }) => name === group)?.title ?? '';
  return [span(`  ${title}`.slice(0, settingWidth).padEnd(settingWidth), 'dim')];
}

/** What the daemon measures and where it can be reached, most urgent first. */
export function meterLines(state: State, glyphs: Glyphs): Line[] {
  const { meters, hello } = state;
  const { now } = playerOf(state);
  const late = meters?.lateness;
  const [host] = splitAddress(state.address);
  return [
    [label('lateness'), ...latency(late, [3000, 10_000])],
    [
      label('misses'),
      count(meters?.misses, 'bad'),
      span('   fallbacks ', 'dim'),
      count(meters?.fallbacks, 'warn'),
    ],
    [label('clock'), ...clockSpans(state)],
    [label('predict'), ...latency(meters?.predict, [5000, 20_000])],
    [
      label('notes'),
      span(`${meters?.notesOn ?? '-'} on ${glyphs.dot} ${meters?.notesOff ?? '-'} off`),
    ],
    [
      label('hears'),
      now?.heard === 'player' ? span('you   ', 'good') : span('itself'),
      span('  plays ', 'dim'),
      span(now === null ? '-' : clean(now.token, glyphs.unicode), 'strong'),
    ],
    [label('mode'), ...turnSpans(state)],
    [label('osc'), span(hello === null ? '-' : `${host}:${hello.osc.port}`)],
    [label('page'), span(pageText(state))],
  ];
}

/** Where the page is; for phones so short that the code is seen at 80 cells, too. */
export function pageText({ hello, address }: State): string {
  const [, host, code] = /^http:\/\/(.+)\/\?code=(.+)$/.exec(hello?.phone ?? '') ?? [];
  return code === undefined ? `http://${address}/` : `${host} code ${code}`;
}

/** The ports that are open, or why there are none and what to do. */
export function midiText(state: State, glyphs: Glyphs): string {
  if (state.hello === null) return '';
  const { outs, in: input, note } = state.hello.midi;
  const open = [...new Set(outs)].filter((out) => out !== null);
  const out = open.length === 0 ? null : open.join(', ');
  const ports = `out ${out ?? 'none'} ${glyphs.dot} in ${input ?? 'none'}`;
  const text =
    out === null && input === null ? note : note === '' ? ports : `${ports} ${glyphs.dot} ${note}`;
  return clean(text, glyphs.unicode);
}

/** HOST:PORT to its two parts; an IPv6 host keeps its brackets. */
export function splitAddress(address: string): [host: string, port: string] {
  const at = address.lastIndexOf(':');
  return [address.slice(0, at), address.slice(at + 1)];
}

export function settingValue(state: State, setting: Setting): string {
  const value = state.values[setting.name] ?? setting.default;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string' || setting.type !== 'number') return String(value);
  const places = String(setting.step).split('.')[1]?.length ?? 0;
  const exact = String(Number(value.toFixed(3))).split('.')[1]?.length ?? 0;
  return `${value.toFixed(Math.max(places, exact))} ${setting.unit}`.trimEnd();
}

function settingLine(state: State, setting: Setting, index: number, glyphs: Glyphs): Line {
  const chosen = index === state.chosen;
  const typed = chosen && state.typed !== null ? `${state.typed}_` : null;
  const value = clean(typed ?? settingValue(state, setting), glyphs.unicode);
  const mark = chosen ? glyphs.chosen : ' ';
  const name = clean(splitPartName(setting.name).name, glyphs.unicode);
  const room = setting.type === 'number' ? 11 : 21;
  const shown = typed === null ? value.slice(0, room) : value.slice(-room);
  const words = [
    span(`${mark} ${name.slice(0, 13).padEnd(14)}`, chosen ? 'chosen' : 'plain'),
    span(shown.padEnd(room), typed === null ? (chosen ? 'chosen' : 'strong') : 'warn'),
  ];
  const bar = setting.type === 'number' ? gauge(state, setting, glyphs) : [];
  return [
    ...clickable(words, { kind: 'setting', index, gauge: false }),
    ...clickable(bar, { kind: 'setting', index, gauge: true }),
  ];
}

function gauge(state: State, setting: NumberSetting, glyphs: Glyphs): Span[] {
  const cells = 10;
  const value = Number(state.values[setting.name] ?? setting.default);
  const share = (value - setting.min) / (setting.max - setting.min);
  const full = Math.min(cells, Math.max(0, Math.round(share * cells)));
  return [span(glyphs.full.repeat(full), 'good'), span(glyphs.empty.repeat(cells - full), 'dim')];
}

/** A mode that was chosen waits for the bar line. */
function turnSpans(state: State): Span[] {
  const { turn } = playerOf(state);
  if (turn === null) return [span('-')];
  const mode = state.values[partName(state.part, 'mode')];
  const told = span(`${turn.mode}, ${describeTurn(turn.mode, turn.turn)}`);
  return mode === turn.mode ? [told] : [told, span(`  then ${String(mode)}`, 'dim')];
}

/** In a word: whose beat it is, and how fast. */
function clockSpans({ clock }: State): Span[] {
  if (clock === null) return [span('-')];
  const { state, bpm, other } = clock;
  const words: Readonly<Record<typeof state, Span>> = {
    internal: span('its own'),
    waiting: span('waits for a MIDI clock', 'warn'),
    following: span('follows MIDI', 'good'),
    'free-wheeling': span('goes on alone', 'bad'),
    'two clocks': span(`two clocks, not ${other.toFixed(1)}`, 'warn'),
  };
  const tempo = state === 'waiting' ? [] : [span(`  ${bpm.toFixed(1)} BPM`)];
  return [words[state], ...tempo];
}

function label(text: string): Span {
  return span(text.padEnd(9), 'dim');
}

/** `limits` in microseconds: from which p99 is worth a look, and from which it is bad. */
function latency(value: Latency | undefined, limits: readonly [number, number]): Span[] {
  if (value === undefined) return [span('-')];
  const style: Style = value.p99 >= limits[1] ? 'bad' : value.p99 >= limits[0] ? 'warn' : 'good';
  return [
    span('p50 ', 'dim'),
    span(milliseconds(value.p50)),
    span('  p99 ', 'dim'),
    span(milliseconds(value.p99), style),
    span('  max ', 'dim'),
    span(`${milliseconds(value.max)} ms`),
  ];
}

/** Four cells at most, up to ten seconds: `p50`, `p99` and `max` then have room beside the settings at 80 columns. */
function milliseconds(micros: number): string {
  return (micros / 1000).toFixed(micros < 9995 ? 2 : micros < 99_950 ? 1 : 0);
}

function count(value: number | undefined, style: Style): Span {
  return span(String(value ?? '-'), value === undefined || value === 0 ? 'plain' : style);
}

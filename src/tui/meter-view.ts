import type { Latency } from '../daemon/core/messages.js';
import { describeTurn } from '../daemon/core/mode.js';
import { partName } from '../daemon/core/part-settings.js';
import type { Glyphs } from './glyphs.js';
import { playerOf, type State } from './state.js';
import { clean, type Line, span, type Span, type Style } from './text.js';

/** What the daemon measures and where it can be reached, most urgent first. */
export function meterLines(state: State, glyphs: Glyphs): Line[] {
  const { meters } = state;
  const { now } = playerOf(state);
  const late = meters?.lateness;
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
    [label('osc'), span(oscText(state))],
    [label('page'), span(pageText(state))],
  ];
}

/** Where OSC goes: from the network, where that is let in. */
function oscText({ hello, address }: State): string {
  if (hello === null) return '-';
  const host = phoneOf(hello)?.host ?? address;
  return `${host.slice(0, host.lastIndexOf(':'))}:${hello.osc.port}`;
}

/** Where the page is; for phones so short that the code is seen at 80 cells, too. */
export function pageText({ hello, address }: State): string {
  const phone = phoneOf(hello);
  return phone === undefined ? `http://${address}/` : `${phone.host} code ${phone.code}`;
}

/** What a phone opens, if any may; the host with its port. */
function phoneOf(hello: State['hello']): { host: string; code: string } | undefined {
  const [, host, code] = /^http:\/\/(.+)\/\?code=(.+)$/.exec(hello?.phone ?? '') ?? [];
  return host === undefined || code === undefined ? undefined : { host, code };
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
    player: span('goes with you', 'good'),
    link: other === 0 ? span('Link, alone', 'warn') : span(`Link with ${other}`, 'good'),
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

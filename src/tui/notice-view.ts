import type { Glyphs } from './glyphs.js';
import { midiText } from './meter-view.js';
import type { LogLine, State } from './state.js';
import { clean, clip, type Line, span, type Style, wrap } from './text.js';

/** The ports, then what was last said, on at most so many lines: up to two of them for that, until Esc. */
export function noticeLines(state: State, width: number, most: number, glyphs: Glyphs): Line[] {
  const room = width - labelWidth - glyphs.more.length;
  const log = lastLog(state, room, Math.min(2, most), glyphs);
  const ports = clip(wrap(midiText(state, glyphs), room), most - log.length, glyphs.more);
  return [...labelled('midi', ports, portStyle(state)), ...log];
}

/** The ports and all that the log has said, in full. */
export function logLines(state: State, width: number, glyphs: Glyphs): Line[] {
  const ports = wrap(midiText(state, glyphs), width - labelWidth);
  const { logs } = state;
  const none: Line[] = logs.length === 0 ? [[span(' Nothing else was said yet.', 'dim')]] : [];
  const said = logs.flatMap(({ level, text }) => {
    const line = level === 'info' ? text : `${words[level]}: ${text}`;
    const rows = wrap(clean(line, glyphs.unicode), width - 2);
    return rows.map((row) => [span(` ${row}`, styles[level])]);
  });
  return [...labelled('midi', ports, portStyle(state)), ...none, ...said];
}

function portStyle({ hello }: State): Style {
  return hello?.midi.outs.includes(null) === true ? 'warn' : 'plain';
}

function lastLog({ connection, log, address }: State, room: number, most: number, glyphs: Glyphs) {
  if (connection === 'lost')
    return [[span(` No link to ${address}: it was lost, trying again.`, 'bad')]];
  if (log === null) return [];
  const rows = clip(wrap(clean(log.text, glyphs.unicode), room), most, glyphs.more);
  return labelled(words[log.level], rows, styles[log.level]);
}

/** Cells before what is said. */
const labelWidth = 8;

function labelled(label: string, rows: readonly string[], style: Style): Line[] {
  return rows.map((row, at) => [
    span((at === 0 ? ` ${label}` : '').padEnd(labelWidth), 'dim'),
    span(row, style),
  ]);
}

const styles: Readonly<Record<LogLine['level'], Style>> = {
  info: 'dim',
  warn: 'warn',
  error: 'bad',
};

const words: Readonly<Record<LogLine['level'], string>> = {
  info: 'log',
  warn: 'warn',
  error: 'error',
};

import { silenceOf } from '../daemon/core/silence.js';
import type { Glyphs } from './glyphs.js';
import { helpLines, keyLines } from './help-view.js';
import { mixerLines } from './mixer-view.js';
import { meterLines, midiText, settingLineCount, settingLines, settingWidth } from './panel.js';
import { rollLines } from './roll-view.js';
import { type LogLine, modelOf, playerOf, type State, ticksPerBeat } from './state.js';
import { clean, fitLine, type Line, span, spread, type Style, wrap } from './text.js';

export interface Size {
  /** Cells. */
  readonly width: number;
  readonly height: number;
}

/** Narrower than this, settings and meters stand one above the other. */
const twoColumns = 70;

/** Shorter than this, MIDI and log share one line. */
const roomy = 20;

/** The whole screen: at most `height` lines of at most `width` cells. The keys are the last of them. */
export function view(state: State, size: Size, glyphs: Glyphs): Line[] {
  const { width, height } = size;
  const keys = keyLines(state, width, height < 8 ? 1 : 2, glyphs);
  const title = titleLine(state, width, glyphs);
  const middle = Math.max(0, height - 1 - keys.length);
  const body = paneLines(state, { width, height: middle }, glyphs);
  const lines = [title, ...fill(body, middle), ...keys];
  return lines.slice(0, height).map((line) => fitLine(line, width, glyphs.more));
}

function paneLines(state: State, size: Size, glyphs: Glyphs): Line[] {
  if (state.pane === 'help') return helpLines(state, size.width, glyphs);
  if (state.pane === 'log') return logPane(state, size, glyphs);
  return state.hello === null ? waiting(state) : stage(state, size, glyphs);
}

/** Where it is: bar, beat and tick, all from 1. */
export function positionText(state: State): string {
  const { now } = playerOf(state);
  if (now === null) return '1.1.1';
  const { bar, tickInBar } = now;
  const perBeat = ticksPerBeat(state);
  return `${bar + 1}.${Math.floor(tickInBar / perBeat) + 1}.${(tickInBar % perBeat) + 1}`;
}

function titleLine(state: State, width: number, glyphs: Glyphs): Line {
  const model = modelOf(state, state.part);
  const name = model === null ? '' : ` ${glyphs.dot} ${clean(model.name, glyphs.unicode)}`;
  const right = `${playText(state, glyphs)}  ${positionText(state)} `;
  const room = Math.max(0, width - right.length - 1);
  const left = fitLine([span(` ghostnote${name}`, 'title')], room, glyphs.more);
  return spread(left, [span(right, 'title')], width, 'title');
}

function playText(state: State, glyphs: Glyphs): string {
  if (state.link !== 'up') return 'no link';
  if (!state.playing) return `${glyphs.stopped} stopped`;
  return `${glyphs.playing} ${silenceOf(state.values, state.part, state.players.length) ?? 'playing'}`;
}

function waiting(state: State): Line[] {
  return [
    [],
    [span(` Connecting to the daemon at ${state.address} ...`, 'warn')],
    [span(' Hint: start one with: ghostnote play', 'dim')],
  ];
}

/** Roll, settings, meters, ports and log, in the room there is. */
function stage(state: State, size: Size, glyphs: Glyphs): Line[] {
  const { width, height } = size;
  const short = height + 2 < roomy;
  const notices = short ? [notice(state, glyphs)] : longNotices(state, width, glyphs);
  const panel = width < twoColumns ? stacked : sideBySide;
  const wantedPanel = panel(state, Infinity, glyphs).length;
  const mixer = mixerLines(state, width, glyphs);
  const free = Math.max(0, height - notices.length - mixer.length - 1);
  const panelRows = Math.min(wantedPanel, Math.max(free - rollRows(state, free), short ? 4 : 7));
  const rows = Math.max(0, Math.min(rollRows(state, free), free - panelRows));
  const roll = rollLines(state, width, rows, glyphs);
  const spare = height - roll.length - mixer.length - panelRows - notices.length;
  const gap: Line[] = spare > 0 ? [[]] : [];
  return [
    ...roll,
    ...mixer,
    ...gap,
    ...panel(state, panelRows, glyphs),
    ...(spare > 1 ? gap : []),
    ...notices,
  ];
}

/** Nine voices, or as many pitches as there is room for. */
function rollRows(state: State, free: number): number {
  const { material, voices } = modelOf(state, state.part)!;
  return material === 'drums' ? Math.max(9, voices.length) : Math.max(9, Math.min(37, free - 9));
}

function sideBySide(state: State, rows: number, glyphs: Glyphs): Line[] {
  const right = meterLines(state, glyphs);
  const count = Math.min(rows, Math.max(settingLineCount(state), right.length));
  const left = settingLines(state, count, glyphs);
  return Array.from({ length: count }, (_, row) => [
    ...(left[row] ?? [span(' '.repeat(settingWidth))]),
    span('  '),
    ...(right[row] ?? []),
  ]);
}

function stacked(state: State, rows: number, glyphs: Glyphs): Line[] {
  const meters = meterLines(state, glyphs);
  const settings = settingLineCount(state);
  const forSettings = Math.min(settings, Math.max(rows - meters.length, Math.ceil(rows / 2)));
  return [...settingLines(state, forSettings, glyphs), ...meters].slice(0, rows);
}

/** Three lines: the ports, in full where the log has nothing to say, then the log. */
function longNotices(state: State, width: number, glyphs: Glyphs): Line[] {
  const log = logLine(state, glyphs);
  const room = log.length === 0 ? 3 : 2;
  const midi = wrap(midiText(state, glyphs), width - 8 - glyphs.more.length);
  const style = portsStyle(state);
  const ports = midi
    .slice(0, room)
    .map((text, row): Line => [
      span(row === 0 ? ' midi   ' : '        ', 'dim'),
      span(row === room - 1 && midi.length > room ? text + glyphs.more : text, style),
    ]);
  return log.length === 0 ? ports : [...ports, log];
}

/** The one line there is room for: what is wrong before what is well. */
function notice(state: State, glyphs: Glyphs): Line {
  const { log, link } = state;
  if (link !== 'up' || (log !== null && log.level !== 'info')) return logLine(state, glyphs);
  return [span(' midi   ', 'dim'), span(midiText(state, glyphs), portsStyle(state))];
}

function portsStyle(state: State): Style {
  return state.hello?.midi.outs.includes(null) === true ? 'warn' : 'plain';
}

function logLine(state: State, glyphs: Glyphs): Line {
  if (state.link === 'lost')
    return [span(` No link to ${state.address}: it was lost, trying again.`, 'bad')];
  if (state.log === null) return [];
  return [
    span(` ${logWords[state.log.level].padEnd(7)}`, 'dim'),
    span(clean(state.log.text, glyphs.unicode), logStyles[state.log.level]),
  ];
}

const logStyles: Readonly<Record<LogLine['level'], Style>> = {
  info: 'dim',
  warn: 'warn',
  error: 'bad',
};

const logWords: Readonly<Record<LogLine['level'], string>> = {
  info: 'log',
  warn: 'warn',
  error: 'error',
};

/** The last lines of the log, in full, the newest at the foot. */
function logPane(state: State, { width, height }: Size, glyphs: Glyphs): Line[] {
  const lines = state.logs.flatMap(({ level, text }) => {
    const said = level === 'info' ? text : `${logWords[level]}: ${text}`;
    const rows = wrap(clean(said, glyphs.unicode), width - 2);
    return rows.map((row) => [span(` ${row}`, logStyles[level])]);
  });
  return lines.length === 0
    ? [[span(' The log has nothing to say.', 'dim')]]
    : lines.slice(-height);
}

function fill(lines: readonly Line[], height: number): Line[] {
  return Array.from({ length: height }, (_, row) => lines[row] ?? []);
}

import { strokesToBegin } from '../daemon/core/clock-status.js';
import { waitsFor } from '../daemon/core/mode.js';
import { silenceOf } from '../daemon/core/silence.js';
import type { Glyphs } from './glyphs.js';
import { commandLines } from './command-view.js';
import { helpLines, keyLines } from './help-view.js';
import { meterLines } from './meter-view.js';
import { mixerLines } from './mixer-view.js';
import { pitchName } from './lanes.js';
import { logLines, noticeLines } from './notice-view.js';
import { settingLineCount, settingLines, settingWidth } from './panel.js';
import { rollLines } from './roll-view.js';
import { modelOf, playerOf, type State, ticksPerBeat } from './state.js';
import { clean, fitLine, type Line, span, spread } from './text.js';

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
  const keys = keyLines(state, width, height < 8 ? 1 : height < roomy ? 2 : 3, glyphs);
  const title = titleLine(state, width, glyphs);
  const middle = Math.max(0, height - 1 - keys.length);
  const body = paneLines(state, { width, height: middle }, glyphs);
  const stage = [title, ...fill(body, middle), ...keys];
  // A command being typed lies over the foot, so that nothing above it moves.
  const command = commandLines(state, width, Math.floor(height / 2), glyphs);
  const lines = [...stage.slice(0, Math.max(0, height - command.length)), ...command];
  return lines.slice(0, height).map((line) => fitLine(line, width, glyphs.more));
}

function paneLines(state: State, size: Size, glyphs: Glyphs): Line[] {
  const { width, height } = size;
  if (state.pane === 'help') return pageOf(helpLines(state, width, glyphs), height, state.page);
  // The newest line of the log is at the foot of the last page.
  if (state.pane === 'log')
    return pageOf(logLines(state, width, glyphs).toReversed(), height, -state.page).toReversed();
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
  const right = `${keyText(state, width, glyphs)}${playText(state, glyphs)}  ${positionText(state)} `;
  const room = Math.max(0, width - right.length - 1);
  const left = fitLine([span(` ghostnote${name}`, 'title')], room, glyphs.more);
  return spread(left, [span(right, 'title')], width, 'title');
}

function playText(state: State, glyphs: Glyphs): string {
  if (state.connection !== 'up') return 'no link';
  const strokes = strokesToBegin(state.values);
  if (!state.playing)
    return `${glyphs.stopped} ${strokes === 0 ? 'stopped' : `count in ${strokes}`}`;
  const silence = silenceOf(state.values, state.part, state.players.length);
  const { turn } = playerOf(state);
  const waits = turn === null ? null : waitsFor(turn.mode, turn.turn);
  return `${glyphs.playing} ${silence ?? waits ?? 'playing'}`;
}

/** The last key that came in, and whether that was just now: where it is missing, nothing arrives. */
function keyText({ key }: State, width: number, glyphs: Glyphs): string {
  if (key === null) return '';
  const sign = key.age < 2 ? glyphs.lit : glyphs.unlit;
  const short = `${sign} ${pitchName(key.pitch)}  `;
  return width < 60 ? short : `you ${short.trimEnd()} ch${key.channel}  `;
}

/** All lines where there is room; else a page of them, round and round, and a line that says which. */
function pageOf(lines: readonly Line[], height: number, page: number): Line[] {
  if (lines.length <= height) return [...lines];
  const each = Math.max(1, height - 1);
  const count = Math.ceil(lines.length / each);
  const at = ((page % count) + count) % count;
  const words = ` page ${at + 1} of ${count}: PgDn and PgUp turn it`;
  return [...fill(lines.slice(at * each, (at + 1) * each), each), [span(words, 'warn')]];
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
  const panel = width < twoColumns ? stacked : sideBySide;
  const wantedPanel = panel(state, Infinity, glyphs).length;
  const mixer = mixerLines(state, width, glyphs);
  // The last of the meters is the page's address, which matters more than a third line of why there is no MIDI.
  const above = rollRows(state, 0) + 1 + mixer.length + meterLines(state, glyphs).length;
  const most = short ? 1 : Math.min(3, Math.max(2, height - above));
  const notices = noticeLines(state, width, most, glyphs);
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
  const all = meterLines(state, glyphs);
  // The last of them has the code that phones ask for: without it nobody comes in.
  const asked = state.hello !== null && state.hello.phone !== null;
  const meters = asked ? [...all.slice(-1), ...all.slice(0, -1)] : all;
  const settings = settingLineCount(state);
  const forSettings = Math.min(settings, Math.max(rows - meters.length, Math.ceil(rows / 2)));
  return [...settingLines(state, forSettings, glyphs), ...meters].slice(0, rows);
}

function fill(lines: readonly Line[], height: number): Line[] {
  return Array.from({ length: height }, (_, row) => lines[row] ?? []);
}

import { describeClock } from '../daemon/core/clock-status.js';
import { asciiGlyphs } from './glyphs.js';
import { meterLines, midiText } from './meter-view.js';
import { settingValue } from './panel.js';
import { modelOf, playerOf, settingsOf, type State } from './state.js';
import { clean, lineText } from './text.js';
import { positionText } from './view.js';

/** While it plays, the meters are printed at the top of every so many bars. */
const barsPerReport = 8;

/** For a terminal that only prints: the lines that say how `after` differs from `before`. ASCII. */
export function statusLines(before: State, after: State): string[] {
  return [...linkNews(before, after), ...stageNews(before, after)].map((line) =>
    clean(line, false).trimEnd(),
  );
}

function linkNews(before: State, after: State): string[] {
  if (after.connection === 'lost' && before.connection !== 'lost')
    return [`no link to ${after.address}: it was lost, trying again`];
  if (after.hello === before.hello || after.hello === null) return [];
  const values = settingsOf(after).map((one) => `${one.name} ${settingValue(after, one)}`);
  return [
    `linked to ${after.address}, model ${modelOf(after, after.part)!.name}`,
    `midi ${midiText(after, asciiGlyphs)}`,
    values.join(', '),
    playText(after),
  ];
}

function stageNews(before: State, after: State): string[] {
  if (after.hello !== before.hello) return [];
  const { log, clock } = after;
  const { now } = playerOf(after);
  const otherBeat = clock !== null && clock.state !== before.clock?.state;
  const changed = settingsOf(after).filter(
    ({ name }) => after.values[name] !== before.values[name],
  );
  const newBar = after.meters !== null && now !== null && now.bar !== playerOf(before).now?.bar;
  return [
    ...(after.playing === before.playing ? [] : [playText(after)]),
    ...(otherBeat ? [`clock: ${describeClock(clock)}`] : []),
    ...changed.map((one) => `${one.name} ${settingValue(after, one)}`),
    ...(log === before.log || log === null ? [] : [`${log.level}: ${log.text}`]),
    ...(newBar && now.bar % barsPerReport === 0 ? [report(after)] : []),
  ];
}

function playText(state: State): string {
  return state.playing ? 'playing' : 'stopped';
}

function report(state: State): string {
  const [late, misses, , , notes] = meterLines(state, asciiGlyphs).map(lineText);
  return `${positionText(state)}  ${late!}  ${misses!}  ${notes!}`;
}

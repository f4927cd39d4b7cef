import { splitPartName } from '../daemon/core/part-settings.js';
import type { NumberSetting, Setting } from '../daemon/core/setting.js';
import type { Glyphs } from './glyphs.js';
import { settingsOf, type State } from './state.js';
import { clean, clickable, type Line, span, type Span } from './text.js';
import { describeAmount } from '../daemon/core/amount.js';

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

export function settingValue(state: State, setting: Setting): string {
  const value = state.values[setting.name] ?? setting.default;
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string' || setting.type !== 'number') return String(value);
  const places = String(setting.step).split('.')[1]?.length ?? 0;
  const exact = String(Number(value.toFixed(2))).split('.')[1]?.length ?? 0;
  return describeAmount(value.toFixed(Math.max(places, exact)), setting);
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

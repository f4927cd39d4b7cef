import type { Setting, SettingValue } from '../daemon/core/setting.js';
import { make } from './element.js';

/** One knob of the page. */
export interface Knob {
  readonly row: HTMLElement;
  show(value: SettingValue): void;
}

/** What a knob is called on the page, and what a turn of it does. */
export interface Seat {
  readonly id: string;
  readonly word: string;
  turn(value: SettingValue): void;
}

/** The id of the line that explains the control `id`. */
export function helpOf(id: string): string {
  return `help-${id}`;
}

/** A control with its name above it, its value beside that, and its help below. */
export function buildRow(
  { help }: Setting,
  { id, word }: Seat,
  widget: HTMLElement,
  output?: HTMLElement,
): HTMLElement {
  const label = make('label', { for: id }, word.replaceAll('-', ' '));
  const head = make('div', { class: 'head' }, label, ...(output === undefined ? [] : [output]));
  return make('div', { class: 'knob' }, head, widget, make('p', { id: helpOf(id) }, help));
}

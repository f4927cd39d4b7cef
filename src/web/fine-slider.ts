import { describeAmount, readAmount } from '../daemon/core/amount.js';
import type { NumberSetting } from '../daemon/core/setting.js';
import { make } from './element.js';
import { helpOf, type Knob, type Seat } from './knob.js';
import { buildSlider } from './slider.js';
import { listenToTyped } from './typed.js';

/** A slider, and beside it a field for what lies between two of its steps, or for the name of a pitch. */
export function buildFineSlider(setting: NumberSetting, seat: Seat): Knob {
  const slider = buildSlider(setting, seat);
  const range = slider.row.querySelector('input')!;
  const { exact, write, judge } =
    setting.pitch === true ? nameField(setting) : numberField(setting);
  exact.setAttribute('aria-label', `${seat.word}, exactly`);
  exact.setAttribute('aria-describedby', helpOf(seat.id));
  const showExact = listenToTyped(exact, (text) => seat.turn(readAmount(text, setting)!), judge);
  showExact(write(setting.default));
  const both = make('span', { class: 'field' });
  range.replaceWith(both);
  both.append(range, exact);
  return {
    row: slider.row,
    show: (value) => {
      slider.show(value);
      showExact(write(Number(value)));
    },
  };
}

/** A field, what stands in it for a value, and what it says against a text. */
interface Exact {
  readonly exact: HTMLInputElement;
  readonly write: (value: number) => string;
  readonly judge?: (text: string) => string;
}

function numberField({ min, max }: NumberSetting): Exact {
  const exact = make('input', {
    type: 'number',
    inputmode: 'decimal',
    min: String(min),
    max: String(max),
    step: 'any',
    required: '',
    class: 'exact',
  });
  return { exact, write: (value) => String(Number(value.toFixed(2))) };
}

function nameField(setting: NumberSetting): Exact {
  const exact = make('input', {
    type: 'text',
    autocomplete: 'off',
    autocapitalize: 'characters',
    spellcheck: 'false',
    required: '',
    class: 'exact',
  });
  return {
    exact,
    write: (value) => describeAmount(String(value), setting),
    judge: (text) => (readAmount(text, setting) === undefined ? 'C4 is a pitch, and so is 60' : ''),
  };
}

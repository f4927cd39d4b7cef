import type { NumberSetting } from '../daemon/core/setting.js';
import { make } from './element.js';
import { helpOf, type Knob, type Seat } from './knob.js';
import { buildSlider } from './slider.js';
import { listenToTyped } from './typed.js';

/** A slider, and beside it a field for what lies between two of its steps. */
export function buildFineSlider(setting: NumberSetting, seat: Seat): Knob {
  const { min, max } = setting;
  const slider = buildSlider(setting, seat);
  const range = slider.row.querySelector('input')!;
  const exact = make('input', {
    type: 'number',
    inputmode: 'decimal',
    min: String(min),
    max: String(max),
    step: 'any',
    required: '',
    class: 'exact',
    'aria-label': `${seat.word}, exactly`,
    'aria-describedby': helpOf(seat.id),
  });
  const showExact = listenToTyped(exact, (text) => seat.turn(Number(text)));
  showExact(setting.default);
  const both = make('span', { class: 'field' });
  range.replaceWith(both);
  both.append(range, exact);
  return {
    row: slider.row,
    show: (value) => {
      slider.show(value);
      showExact(Number(Number(value).toFixed(2)));
    },
  };
}

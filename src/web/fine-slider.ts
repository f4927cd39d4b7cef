import type { NumberSetting } from '../daemon/core/settings.js';
import { make } from './element.js';
import { helpOf, type Knob, type Seat } from './knob.js';
import { buildSlider } from './slider.js';

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
    value: String(setting.default),
    class: 'exact',
    'aria-label': `${seat.word}, exactly`,
    'aria-describedby': helpOf(seat.id),
  });
  exact.addEventListener('change', () => {
    if (exact.value !== '') seat.turn(Number(exact.value));
  });
  const both = make('span', { class: 'field' });
  range.replaceWith(both);
  both.append(range, exact);
  return {
    row: slider.row,
    show: (value) => {
      slider.show(value);
      exact.value = String(Number(Number(value).toFixed(2)));
    },
  };
}

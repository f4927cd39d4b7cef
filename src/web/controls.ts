import type {
  BooleanSetting,
  ChoiceSetting,
  NumberSetting,
  Setting,
  SettingValue,
  StringSetting,
  Values,
} from '../daemon/core/setting.js';
import { splitPartName } from '../daemon/core/part-settings.js';
import { make } from './element.js';
import { buildFineSlider } from './fine-slider.js';
import { buildRow, helpOf, type Knob, type Seat } from './knob.js';
import { buildSlider } from './slider.js';
import { listenToTyped } from './typed.js';

export interface Controls {
  /** The control of each setting, by its name. */
  readonly rows: ReadonlyMap<string, HTMLElement>;
  /** Shows values that the daemon told. */
  show(values: Values): void;
}

type Turn = (name: string, value: SettingValue) => void;

/** Builds a control for each of the settings, of any one part. `set-tempo` is the id of the tempo's, where `place` is `set`. */
export function buildControls(settings: readonly Setting[], turn: Turn, place = 'set'): Controls {
  const knobs = new Map(
    settings.map((setting) => {
      const { name } = setting;
      const word = splitPartName(name).name;
      const seat = {
        id: `${place}-${word}`,
        word,
        turn: (value: SettingValue) => turn(name, value),
      };
      return [name, buildKnob(setting, seat)];
    }),
  );
  return {
    rows: new Map([...knobs].map(([name, { row }]) => [name, row])),
    show: (values) => {
      for (const [name, value] of Object.entries(values)) knobs.get(name)?.show(value);
    },
  };
}

/** With more steps than this a slider cannot be set to one of them by hand; such a number gets a field and a die. */
const mostSliderSteps = 1000;

function buildKnob(setting: Setting, seat: Seat): Knob {
  switch (setting.type) {
    case 'number':
      if (setting.fine === true || setting.pitch === true) return buildFineSlider(setting, seat);
      return (steps(setting) > mostSliderSteps ? buildField : buildSlider)(setting, seat);
    case 'choice':
      return buildChoice(setting, seat);
    case 'boolean':
      return buildSwitch(setting, seat);
    case 'string':
      return buildText(setting, seat);
  }
}

function steps({ min, max, step }: NumberSetting): number {
  return (max - min) / step;
}

function buildField(setting: NumberSetting, seat: Seat): Knob {
  const { min, max, step } = setting;
  const { word } = seat;
  const input = make('input', {
    id: seat.id,
    type: 'number',
    inputmode: 'numeric',
    min: String(min),
    max: String(max),
    step: String(step),
    required: '',
    'aria-describedby': helpOf(seat.id),
  });
  const die = make('button', { type: 'button', class: 'die', title: `a new ${word} by chance` });
  die.setAttribute('aria-label', `new ${word} by chance`);
  die.append('⚄');
  die.addEventListener('click', () => {
    seat.turn(min + step * Math.floor(Math.random() * (steps(setting) + 1)));
  });
  const show = listenToTyped(input, (text) => seat.turn(Number(text)));
  show(setting.default);
  return { row: buildRow(setting, seat, make('span', { class: 'field' }, input, die)), show };
}

function buildChoice(setting: ChoiceSetting, seat: Seat): Knob {
  const { choices } = setting;
  const options = choices.map((choice) => make('option', { value: choice }, choice));
  const select = make('select', { id: seat.id, 'aria-describedby': helpOf(seat.id) }, ...options);
  select.addEventListener('change', () => seat.turn(select.value));
  const show = (value: SettingValue): void => {
    select.value = String(value);
  };
  show(setting.default);
  return { row: buildRow(setting, seat, make('span', { class: 'field' }, select)), show };
}

function buildText(setting: StringSetting, seat: Seat): Knob {
  const input = make('input', {
    id: seat.id,
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': helpOf(seat.id),
  });
  const show = listenToTyped(input, (text) => seat.turn(text));
  show(setting.default);
  return { row: buildRow(setting, seat, make('span', { class: 'field' }, input)), show };
}

function buildSwitch(setting: BooleanSetting, seat: Seat): Knob {
  const input = make('input', {
    id: seat.id,
    type: 'checkbox',
    role: 'switch',
    'aria-describedby': helpOf(seat.id),
  });
  input.addEventListener('change', () => seat.turn(input.checked));
  const show = (value: SettingValue): void => {
    input.checked = value === true;
  };
  show(setting.default);
  return { row: buildRow(setting, seat, make('span', { class: 'field' }, input)), show };
}

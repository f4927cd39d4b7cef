import type {
  BooleanSetting,
  ChoiceSetting,
  NumberSetting,
  Setting,
  SettingValue,
  StringSetting,
  Values,
} from '../daemon/core/settings.js';
import { make } from './element.js';

export interface Controls {
  /** The control of each setting, by its name. */
  readonly rows: ReadonlyMap<string, HTMLElement>;
  /** Shows values that the daemon told. */
  show(values: Values): void;
}

/** One knob of the page. */
interface Knob {
  readonly row: HTMLElement;
  show(value: SettingValue): void;
}

type Turn = (name: string, value: SettingValue) => void;

/** Builds a control for each of the settings. */
export function buildControls(settings: readonly Setting[], turn: Turn): Controls {
  const knobs = new Map(settings.map((setting) => [setting.name, buildKnob(setting, turn)]));
  return {
    rows: new Map([...knobs].map(([name, { row }]) => [name, row])),
    show: (values) => {
      for (const [name, value] of Object.entries(values)) knobs.get(name)?.show(value);
    },
  };
}

/** With more steps than this a slider cannot be set to one of them by hand; such a number gets a field and a die. */
const mostSliderSteps = 1000;

function buildKnob(setting: Setting, turn: Turn): Knob {
  switch (setting.type) {
    case 'number':
      return (steps(setting) > mostSliderSteps ? buildField : buildSlider)(setting, turn);
    case 'choice':
      return buildChoice(setting, turn);
    case 'boolean':
      return buildSwitch(setting, turn);
    case 'string':
      return buildText(setting, turn);
  }
}

function steps({ min, max, step }: NumberSetting): number {
  return (max - min) / step;
}

function buildSlider(setting: NumberSetting, turn: Turn): Knob {
  const { name, min, max, step } = setting;
  const input = make('input', {
    id: `set-${name}`,
    type: 'range',
    min: String(min),
    max: String(max),
    step: String(step),
    'aria-describedby': `help-${name}`,
  });
  const output = make('output', { for: input.id });
  let held = false;
  let told = setting.default;
  const paint = (value: number): void => {
    output.textContent = format(setting, value);
    input.setAttribute('aria-valuetext', output.textContent);
    input.style.setProperty('--part', String((Number(input.value) - min) / (max - min)));
  };
  const show = (value: SettingValue): void => {
    told = Number(value);
    // A slider in a hand stays there: the echo of where it was a moment ago must not pull it back.
    if (!held) input.value = String(value);
    if (!held) paint(told);
  };
  const send = oncePerFrame(() => turn(name, Number(input.value)));
  input.addEventListener('pointerdown', () => (held = true));
  for (const end of ['pointerup', 'pointercancel', 'blur']) {
    input.addEventListener(end, () => {
      if (held) send();
      held = false;
    });
  }
  input.addEventListener('input', () => {
    paint(Number(input.value));
    send();
  });
  input.addEventListener('dblclick', () => {
    input.value = String(setting.default);
    send();
  });
  show(told);
  return { row: buildRow(setting, input, output), show };
}

function buildField(setting: NumberSetting, turn: Turn): Knob {
  const { name, min, max, step } = setting;
  const input = make('input', {
    id: `set-${name}`,
    type: 'number',
    inputmode: 'numeric',
    min: String(min),
    max: String(max),
    step: String(step),
    'aria-describedby': `help-${name}`,
  });
  const die = make('button', { type: 'button', class: 'die', title: `a new ${name} by chance` });
  die.setAttribute('aria-label', `new ${name} by chance`);
  die.append('⚄');
  input.addEventListener('change', () => {
    if (input.value !== '') turn(name, Number(input.value));
  });
  die.addEventListener('click', () => {
    turn(name, min + step * Math.floor(Math.random() * (steps(setting) + 1)));
  });
  const show = (value: SettingValue): void => {
    input.value = String(value);
  };
  show(setting.default);
  return { row: buildRow(setting, make('span', { class: 'field' }, input, die)), show };
}

function buildChoice(setting: ChoiceSetting, turn: Turn): Knob {
  const { name, choices } = setting;
  const options = choices.map((choice) => make('option', { value: choice }, choice));
  const select = make(
    'select',
    { id: `set-${name}`, 'aria-describedby': `help-${name}` },
    ...options,
  );
  select.addEventListener('change', () => turn(name, select.value));
  const show = (value: SettingValue): void => {
    select.value = String(value);
  };
  show(setting.default);
  return { row: buildRow(setting, make('span', { class: 'field' }, select)), show };
}

function buildText(setting: StringSetting, turn: Turn): Knob {
  const { name } = setting;
  const input = make('input', {
    id: `set-${name}`,
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': `help-${name}`,
  });
  input.addEventListener('change', () => turn(name, input.value));
  const show = (value: SettingValue): void => {
    // What is being typed stays; leaving the field sends it.
    if (document.activeElement !== input) input.value = String(value);
  };
  show(setting.default);
  return { row: buildRow(setting, make('span', { class: 'field' }, input)), show };
}

function buildSwitch(setting: BooleanSetting, turn: Turn): Knob {
  const { name } = setting;
  const input = make('input', {
    id: `set-${name}`,
    type: 'checkbox',
    role: 'switch',
    'aria-describedby': `help-${name}`,
  });
  input.addEventListener('change', () => turn(name, input.checked));
  const show = (value: SettingValue): void => {
    input.checked = value === true;
  };
  show(setting.default);
  return { row: buildRow(setting, make('span', { class: 'field' }, input)), show };
}

function buildRow(setting: Setting, widget: HTMLElement, output?: HTMLElement): HTMLElement {
  const { name, help } = setting;
  const label = make('label', { for: `set-${name}` }, name.replaceAll('-', ' '));
  const head = make('div', { class: 'head' }, label, ...(output === undefined ? [] : [output]));
  return make('div', { class: 'knob' }, head, widget, make('p', { id: `help-${name}` }, help));
}

function format({ step, unit }: NumberSetting, value: number): string {
  const digits = Number.isInteger(step) ? 0 : 2;
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

/** A dragged slider speaks hundreds of times a second; once a picture is as often as anyone sees or hears. */
function oncePerFrame(act: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      act();
    });
  };
}

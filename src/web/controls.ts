import type { Hello } from '../daemon/core/messages.js';
import type { NumberSetting, SettingValue, Values } from '../daemon/core/settings.js';
import { make } from './element.js';

export interface Controls {
  /** Shows values that the daemon told. */
  show(values: Values): void;
}

/** One knob of the page. */
interface Knob {
  readonly row: HTMLElement;
  show(value: number): void;
}

type Turn = (name: string, value: SettingValue) => void;

/** Builds a knob for each number among the settings, in the order of the table, into `place`. */
export function buildControls(
  place: HTMLElement,
  settings: Hello['settings'],
  turn: Turn,
): Controls {
  const knobs = new Map<string, Knob>();
  for (const setting of settings) {
    if (setting.type !== 'number') continue;
    const build = steps(setting) > mostSliderSteps ? buildField : buildSlider;
    knobs.set(setting.name, build(setting, turn));
  }
  place.replaceChildren(...[...knobs.values()].map(({ row }) => row));
  return {
    show: (values) => {
      for (const [name, value] of Object.entries(values)) knobs.get(name)?.show(Number(value));
    },
  };
}

/** With more steps than this a slider cannot be set to one of them by hand; such a number gets a field and a die. */
const mostSliderSteps = 1000;

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
  const show = (value: number): void => {
    told = value;
    // A slider in a hand stays there: the echo of where it was a moment ago must not pull it back.
    if (!held) input.value = String(value);
    if (!held) paint(value);
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
  const show = (value: number): void => {
    input.value = String(value);
  };
  show(setting.default);
  return { row: buildRow(setting, make('span', { class: 'field' }, input, die)), show };
}

function buildRow(setting: NumberSetting, widget: HTMLElement, output?: HTMLElement): HTMLElement {
  const { name, help } = setting;
  const label = make('label', { for: `set-${name}` }, name.replace('-', ' '));
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

import type { NumberSetting, SettingValue } from '../daemon/core/setting.js';
import { make } from './element.js';
import { buildRow, helpOf, type Knob, type Seat } from './knob.js';
import { describeAmount } from '../daemon/core/amount.js';

/** A hand on a slider. */
interface Hold {
  /** What held before. */
  readonly value: number;
  /** CSS pixels, where it came down. */
  readonly x: number;
  /** It means the slider: a finger that came down there may mean to scroll the page. */
  sure: boolean;
}

/** A slider that sends as it moves; a finger that turns out to scroll the page leaves it where it was. */
export function buildSlider(setting: NumberSetting, seat: Seat): Knob {
  const { min, max, step } = setting;
  const input = make('input', {
    id: seat.id,
    type: 'range',
    min: String(min),
    max: String(max),
    step: String(step),
    'aria-describedby': helpOf(seat.id),
  });
  const output = make('output', { for: input.id });
  let hold: Hold | undefined;
  let told = setting.default;
  const paint = (value: number): void => {
    output.textContent = format(setting, value);
    input.setAttribute('aria-valuetext', output.textContent);
    input.style.setProperty('--part', String((Number(input.value) - min) / (max - min)));
  };
  const show = (value: SettingValue): void => {
    told = Number(value);
    // A slider in a hand stays there: the echo of where it was a moment ago must not pull it back.
    if (hold !== undefined) return;
    input.value = String(value);
    paint(told);
  };
  const send = oncePerFrame(() => seat.turn(Number(input.value)));
  input.addEventListener('pointerdown', ({ clientX, pointerType }) => {
    hold = { value: told, x: clientX, sure: pointerType !== 'touch' };
  });
  input.addEventListener('pointermove', ({ clientX }) => {
    if (hold !== undefined && Math.abs(clientX - hold.x) > slop) hold.sure = true;
  });
  input.addEventListener('input', () => {
    paint(Number(input.value));
    if (hold?.sure !== false) send();
  });
  for (const end of ['pointerup', 'blur']) {
    input.addEventListener(end, () => {
      if (hold !== undefined) send();
      hold = undefined;
    });
  }
  input.addEventListener('pointercancel', () => {
    const left = hold;
    hold = undefined;
    if (left === undefined) return;
    show(left.sure ? left.value : told);
    if (left.sure) send();
  });
  input.addEventListener('dblclick', () => {
    input.value = String(setting.default);
    send();
  });
  show(told);
  return { row: buildRow(setting, seat, input, output), show };
}

/** CSS pixels sideways from which on a finger means the slider. */
const slop = 8;

function format(setting: NumberSetting, value: number): string {
  const { step, fine } = setting;
  const text = fine === true ? Number(value.toFixed(2)) : value.toFixed(decimals(step));
  return describeAmount(String(text), setting);
}

/** As many as tell two neighbours apart. */
function decimals(step: number): number {
  return String(step).split('.')[1]?.length ?? 0;
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

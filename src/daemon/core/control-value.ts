import type { ControlEvent, ControlSource } from './control-event.js';
import type { Setting, SettingValue } from './setting.js';

/**
 * What a control that moved asks of a setting that is `now`: over the whole range of a number; keys and programmes turn a
 * switch over, and take the next of some words. Undefined where it asks for nothing.
 */
export function valueOf(
  setting: Setting,
  now: SettingValue,
  { kind, value }: ControlEvent,
): SettingValue | undefined {
  const isKey = kind === 'note' || kind === 'program';
  if (kind === 'note' && value === 0) return undefined;
  switch (setting.type) {
    case 'number':
      return onStep(setting.min + value * (setting.max - setting.min), setting.step);
    case 'boolean':
      return isKey ? now !== true : value >= 0.5;
    case 'choice': {
      const { choices } = setting;
      const { length } = choices;
      if (isKey) return choices[(choices.indexOf(String(now)) + 1) % length];
      return choices[Math.min(Math.floor(value * length), length - 1)];
    }
    case 'string':
      return undefined;
  }
}

/**
 * Where a control stands, 0 to 1, that shows what a setting is `now`: a knob or a wheel at its value, a word in the middle
 * of its share of the range, a key lit by a switch. Undefined where the control cannot show it.
 */
export function placeOf(
  setting: Setting,
  now: SettingValue,
  { kind }: Pick<ControlSource, 'kind'>,
): number | undefined {
  if (kind === 'program') return undefined;
  if (setting.type === 'boolean') return now === true ? 1 : 0;
  if (kind === 'note') return undefined;
  switch (setting.type) {
    case 'number':
      return (Number(now) - setting.min) / (setting.max - setting.min);
    case 'choice':
      return (setting.choices.indexOf(String(now)) + 0.5) / setting.choices.length;
    case 'string':
      return undefined;
  }
}

/** Whole where the step is, so that what a knob set is what it finds. */
function onStep(value: number, step: number): number {
  return Number.isInteger(step) ? Math.round(value) : value;
}

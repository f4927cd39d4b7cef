import type { SettingValue } from '../daemon/core/setting.js';

/**
 * Sends what is typed into `input` once it is left or Enter is pressed. Returns what shows a value that the daemon told: it
 * waits while someone types, and is the field's default, to which a field goes back that is left empty but `required`, or
 * with a text that `judge` says something against.
 */
export function listenToTyped(
  input: HTMLInputElement,
  send: (text: string) => void,
  judge: (text: string) => string = () => '',
): (value: SettingValue) => void {
  let typing = false;
  const rest = (): void => {
    typing = false;
    input.value = input.defaultValue;
    input.setCustomValidity('');
  };
  input.addEventListener('input', () => {
    typing = true;
    input.setCustomValidity(judge(input.value));
  });
  input.addEventListener('change', () => {
    const { valueMissing, customError } = input.validity;
    if (valueMissing || customError) return;
    typing = false;
    input.defaultValue = input.value;
    send(input.value);
  });
  input.addEventListener('blur', rest);
  return (value) => {
    input.defaultValue = String(value);
    if (!typing) rest();
  };
}

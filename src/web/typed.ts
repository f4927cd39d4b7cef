import type { SettingValue } from '../daemon/core/setting.js';

/**
 * Sends what is typed into `input` once it is left or Enter is pressed. Returns what shows a value that the daemon told: it
 * waits while someone types, and is the field's default, to which an empty `required` field and Escape go back.
 */
export function listenToTyped(
  input: HTMLInputElement,
  send: (text: string) => void,
): (value: SettingValue) => void {
  let typing = false;
  const rest = (): void => {
    typing = false;
    input.value = input.defaultValue;
  };
  input.addEventListener('input', () => (typing = true));
  input.addEventListener('change', () => {
    if (input.validity.valueMissing) return;
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

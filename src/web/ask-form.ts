import { make } from './element.js';

/** A labelled field with a button, and what it is for; `ask` is told what is in the field. */
export function buildAskForm(
  field: HTMLInputElement | HTMLSelectElement,
  {
    label,
    button,
    help,
  }: { readonly label: string; readonly button: string; readonly help: string },
  ask: (value: string) => void,
): HTMLElement {
  const form = make(
    'form',
    { class: 'knob' },
    make('label', { for: field.id }, label),
    make('div', { class: 'field' }, field, make('button', {}, button)),
    make('p', {}, help),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    ask(field.value);
  });
  return form;
}

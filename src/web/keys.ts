/**
 * Keys that do something wherever the focus is, but where they have a meaning of their own: `acts` by what the key types, in
 * lower case. Escape leaves what is being typed as it was, and acts only where nothing is.
 */
export function listenToKeys(acts: Readonly<Record<string, () => void>>): void {
  let byHand = false;
  document.addEventListener('pointerdown', () => (byHand = true), true);
  document.addEventListener('keydown', (event) => {
    byHand = false;
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const { target } = event;
    const key = event.key.toLowerCase();
    if (isTyped(target)) {
      if (key === 'escape') leave(target);
      return;
    }
    const act = acts[key];
    if (act === undefined || (key === ' ' && hasOwnSpace(target))) return;
    event.preventDefault();
    act();
  });
  // What a hand has pressed or chosen gives the keys back.
  document.addEventListener('click', () => byHand && letGo('button, [type=checkbox]'));
  document.addEventListener('change', () => byHand && letGo('select'));
}

type Typed = HTMLInputElement | HTMLSelectElement;

function isTyped(target: EventTarget | null): target is Typed {
  const field = target instanceof HTMLInputElement && ['number', 'text'].includes(target.type);
  return field || target instanceof HTMLSelectElement;
}

function leave(field: Typed): void {
  if (field instanceof HTMLInputElement) field.value = field.defaultValue;
  field.blur();
}

function hasOwnSpace(target: EventTarget | null): boolean {
  const ticked = target instanceof HTMLInputElement && target.type === 'checkbox';
  return ticked || target instanceof HTMLButtonElement;
}

function letGo(kind: string): void {
  document.querySelector<HTMLElement>(`:is(${kind}):focus`)?.blur();
}

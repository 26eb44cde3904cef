/** Does what a key is for, in place of what a browser would; with a modifier it is the browser's. */
export function pressKey(event: KeyboardEvent, keys: Readonly<Record<string, () => void>>): void {
  const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
}

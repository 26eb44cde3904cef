import { useEffect, useState } from 'preact/hooks';

export const VIEWS = ['live', 'codebook', 'clips', 'compare', 'try'] as const;
export type View = (typeof VIEWS)[number];

/** Where the page is: a view and what is chosen in it, all of it in the address, so that it can be shared and gone back to. */
export interface Route {
  readonly view: View;
  readonly chosen: Readonly<Record<string, string>>;
}

function parse(hash: string): Route {
  const [name = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const view = VIEWS.find((one) => one === name) ?? 'codebook';
  return { view, chosen: Object.fromEntries(new URLSearchParams(query)) };
}

/** The address of a route; what is undefined is left out. */
export function href(view: View, chosen: Readonly<Record<string, string | number | undefined>> = {}): string {
  const given = Object.entries(chosen).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]));
  return `#/${view}${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`;
}

/** A whole number that an address has, from 0 to below `count`; 0 where it has none. */
export const within = (text: string | undefined, count: number): number =>
  Math.max(0, Math.min(Math.floor(Number(text ?? 0)) || 0, count - 1));

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return parse(hash);
}

/** Goes somewhere; `replace` leaves no step to go back to. */
export function go(address: string, replace = false): void {
  if (!replace) location.hash = address;
  else {
    history.replaceState(null, '', address);
    dispatchEvent(new HashChangeEvent('hashchange'));
  }
}

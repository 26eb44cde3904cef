import { useEffect, useState } from 'preact/hooks';

export interface Loaded<Value> {
  readonly value?: Value;
  readonly error?: string;
}

/** What a promise gives, anew whenever a key changes; nothing until then. */
export function useLoaded<Value>(load: () => Promise<Value>, keys: readonly unknown[]): Loaded<Value> {
  const [state, setState] = useState<Loaded<Value>>({});
  useEffect(() => {
    let current = true;
    setState({});
    load().then(
      (value) => current && setState({ value }),
      (error: unknown) => current && setState({ error: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      current = false;
    };
  }, keys);
  return state;
}

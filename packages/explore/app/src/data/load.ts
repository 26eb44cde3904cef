/** A file of the site that could not be had, with what the server says of it. */
class LoadError extends Error {}

/** Files that never change, and those of this visit. */
const known = new Map<string, Promise<unknown>>();

async function fetched(path: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path);
  } catch {
    throw new LoadError('The server does not answer. Is `cmg explore` still running?');
  }
  if (response.ok) return response;
  const told: unknown = await response.json().catch(() => undefined);
  const error = told !== null && typeof told === 'object' && 'error' in told ? String(told.error) : `${path}: ${response.status}`;
  throw new LoadError(error);
}

/** What failed is tried again when it is asked for again. */
function remembered<Value>(path: string, load: () => Promise<Value>): Promise<Value> {
  const before = known.get(path) as Promise<Value> | undefined;
  if (before) return before;
  const loading = load();
  known.set(path, loading);
  loading.catch(() => known.delete(path));
  return loading;
}

/** A file that may change. */
export const loadFresh = async <Value>(path: string): Promise<Value> => (await (await fetched(path)).json()) as Value;

export const loadJson = <Value>(path: string): Promise<Value> => remembered(path, () => loadFresh<Value>(path));

/** Little-endian int32 numbers. */
export const loadIntegers = (path: string): Promise<Int32Array> =>
  remembered(path, async () => {
    const view = new DataView(await (await fetched(path)).arrayBuffer());
    return Int32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true));
  });

import { CmgError } from '@cmg/core';

/** What a thread sends back for a request: a value, or an error as data. */
export type Answer<T> = { readonly id: number } & (
  | { readonly value: T }
  | { readonly error: { readonly what: string; readonly where: string | undefined; readonly hint: string | undefined } }
  | { readonly bug: string }
);

/** Whoever waits for an answer. */
export interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** In the thread: the outcome of what a request asks for. */
export async function answer<T>(id: number, action: () => T | Promise<T>): Promise<Answer<T>> {
  try {
    return { id, value: await action() };
  } catch (error) {
    if (!(error instanceof CmgError)) return { id, bug: (error as Error).stack ?? String(error) };
    return { id, error: { what: error.what, where: error.where, hint: error.hint } };
  }
}

/** Outside of it: the value, or the error as it was thrown. */
export function settle<T>(answer: Answer<T>, { resolve, reject }: Waiting): void {
  if ('value' in answer) resolve(answer.value as never);
  else if ('bug' in answer) reject(new Error(answer.bug));
  else {
    const { what, where, hint } = answer.error;
    reject(new CmgError(what, { ...(where !== undefined && { where }), ...(hint !== undefined && { hint }) }));
  }
}

/** The memory of an answer's numbers, which is handed over and not copied. */
export function memoryOf(answer: Answer<object>): ArrayBuffer[] {
  if (!('value' in answer)) return [];
  const { value } = answer;
  if (value instanceof Float32Array) return [value.buffer as ArrayBuffer];
  return 'data' in value ? [(value.data as Float32Array | Float64Array).buffer as ArrayBuffer] : [];
}

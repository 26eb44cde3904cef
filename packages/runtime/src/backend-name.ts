import { CmgError } from '@cmg/core';

/** Every backend, fastest first: the order in which `auto` tries them. */
export const BACKEND_NAMES = ['gpu', 'native', 'wasm', 'js'] as const;

/** One way to run TensorFlow; see `BACKEND_NAMES`. */
export type BackendName = (typeof BACKEND_NAMES)[number];

/** A backend by name, or `auto`: the fastest one that opens. */
export type BackendChoice = 'auto' | BackendName;

/** Reads a choice of backend as a user writes it (`CMG_BACKEND`, `--backend`); undefined or blank means `auto`. */
export function parseBackendChoice(text: string | undefined): BackendChoice {
  const choice = text?.trim().toLowerCase() || 'auto';
  if (choice === 'auto') return choice;
  const name = BACKEND_NAMES.find((known) => known === choice);
  if (name !== undefined) return name;
  throw new CmgError(`Unknown backend "${text}".`, {
    kind: 'usage',
    hint: `Choose one of: auto, ${BACKEND_NAMES.join(', ')} (the environment variable CMG_BACKEND sets the default).`,
  });
}

import type { Random } from './random.js';

/** How a layer is applied. In inference there is no dropout and `random` is not used. */
export interface ForwardContext {
  readonly training: boolean;
  /** Random numbers for this pass; a layer that draws makes a `hostValue` from `random.fork(its path)`. */
  readonly random: Random;
}

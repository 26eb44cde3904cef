import type { Located } from '../source/located.js';

/** Changes to a config, made by a config that extends it or by command-line arguments. */
export interface Edits {
  /** Values to set at a path; an entry of a list of components is addressed by its name. */
  readonly set: readonly { readonly path: readonly string[]; readonly node: Located }[];
  /** Components to remove: `cmcm` (an objective), `tasks.retrieval`. Scalars. */
  readonly without: readonly Located[];
  /** Components to add: `infonce` (an objective), `{use: infonce, weight: 2}`, `{tasks: retrieval}`. */
  readonly add: readonly Located[];
}

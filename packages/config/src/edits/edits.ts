import type { Located } from '../source/located.js';

/** Changes to a config, made by the config that extends it or by arguments of a command. */
export interface Edits {
  /** Values in place of what stands at a path; an entry of a list of components goes by its name. */
  readonly set: readonly { readonly path: readonly string[]; readonly node: Located }[];
  /** Components to leave out: `cmcm` (an objective), `tasks.retrieval`. Scalars. */
  readonly without: readonly Located[];
  /** Components to add: `infonce` (an objective), `{use: infonce, weight: 2}`, `{tasks: retrieval}`. */
  readonly add: readonly Located[];
}

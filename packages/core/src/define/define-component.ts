import type { z } from 'zod';
import type { CodebookFactory } from '../codebook.js';
import type { Component } from '../component.js';
import type { DatasetReader } from '../dataset.js';
import type { Extractor, MediaKind } from '../extractor.js';
import type { ModalityPlugin } from '../modality-plugin.js';
import type { ObjectiveFactory } from '../objective.js';
import type { Task } from '../task.js';
import type { ObserverFactory } from '../training-observer.js';
import { checkComponent } from './check-component.js';
import { type ComponentKind, markKind } from './component-kind.js';

/** A component as its author writes it: the type of its options follows from their schema. */
export type Defined<Contract extends Component, Schema extends Component['options']> = Omit<Contract, 'options'> & {
  readonly options: Schema;
};

/** Checks a component and marks its kind; returns the same object. */
function define<C extends Component>(kind: ComponentKind, component: object): C {
  const { name } = component as { readonly name?: unknown };
  checkComponent(kind, component, typeof name === 'string' ? `'${name}'` : 'a component without a name');
  markKind(kind, component);
  return component as C;
}

/**
 * A modality plugin, checked at once; the options of its functions have the schema's type.
 *
 * @throws CmgError of kind `usage` that names every part that is missing or wrong
 * @example export default defineModality({ name: 'depth', options: z.strictObject({ … }), … });
 */
export function defineModality<Schema extends Component['options']>(
  plugin: Defined<ModalityPlugin<z.infer<Schema>>, Schema>,
): ModalityPlugin<z.infer<Schema>> {
  return define('modality', plugin);
}

/** An objective: a loss, or a way to learn the codebook. @see {@link defineModality} */
export function defineObjective<Schema extends Component['options']>(
  objective: Defined<ObjectiveFactory<z.infer<Schema>>, Schema>,
): ObjectiveFactory<z.infer<Schema>> {
  return define('objective', objective);
}

/** A reader of a data set. @see {@link defineModality} */
export function defineDatasetReader<Schema extends Component['options']>(
  reader: Defined<DatasetReader<z.infer<Schema>>, Schema>,
): DatasetReader<z.infer<Schema>> {
  return define('dataset', reader);
}

/** A downstream task. @see {@link defineModality} */
export function defineTask<Schema extends Component['options']>(task: Defined<Task<z.infer<Schema>>, Schema>): Task<z.infer<Schema>> {
  return define('task', task);
}

/** An extractor of features from raw media. @see {@link defineModality} */
export function defineExtractor<Schema extends Component['options'], Kind extends MediaKind>(
  extractor: Defined<Extractor<z.infer<Schema>, Kind>, Schema>,
): Extractor<z.infer<Schema>, Kind> {
  return define('extractor', extractor);
}

/** A kind of codebook. @see {@link defineModality} */
export function defineCodebook<Schema extends Component['options']>(
  codebook: Defined<CodebookFactory<z.infer<Schema>>, Schema>,
): CodebookFactory<z.infer<Schema>> {
  return define('codebook', codebook);
}

/** An observer of a training run. @see {@link defineModality} */
export function defineObserver<Schema extends Component['options']>(
  observer: Defined<ObserverFactory<z.infer<Schema>>, Schema>,
): ObserverFactory<z.infer<Schema>> {
  return define('observer', observer);
}

import type { Kind } from './component-kind.js';

/** The `@cmg` packages that the template of a kind imports, besides `@cmg/core`. */
export function templateDependencies(kind: Kind): readonly string[] {
  if (kind === 'modality' || kind === 'codebook') return ['@cmg/nn'];
  return kind === 'task' ? ['@cmg/tasks'] : [];
}

/** The global types that it needs. */
export function nodeTypes(kind: Kind): readonly string[] {
  return kind === 'observer' || kind === 'extractor' ? ['node'] : [];
}

/** Whether it computes with TensorFlow.js. */
export function usesTensors(kind: Kind): boolean {
  return kind === 'modality' || kind === 'objective' || kind === 'task' || kind === 'codebook';
}

import type { TensorMetadata } from '../native-backend.js';

/** What a graph is loaded with: the names of what is fed, and of the operations whose first output is fetched, in order. */
export interface GraphEnds {
  readonly feeds: readonly string[];
  readonly fetches: readonly string[];
}

/** A graph that TensorFlow can run. */
export interface LoadedGraph {
  /** The fetched tensors, for the ids of those that are fed. */
  run(ids: readonly number[]): TensorMetadata[];
  dispose(): void;
}

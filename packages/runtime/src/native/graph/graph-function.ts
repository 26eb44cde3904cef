import { randomUUID } from 'node:crypto';
import type { GraphBinding, TensorMetadata } from '../native-backend.js';
import { bytesOf, type GraphDef } from './graph-def.js';
import type { GraphEnds, LoadedGraph } from './loaded-graph.js';

/** A graph as a function of TensorFlow's eager context, which runs as an operation: tensors stay on their device, and there are no files. */
export function graphFunction(binding: GraphBinding, graph: GraphDef, { feeds, fetches }: GraphEnds): LoadedGraph {
  // Of all in the process: this module may be loaded more than once, TensorFlow's library is not.
  const name = `cmg_${randomUUID().replaceAll('-', '')}`;
  binding.addFunction(name, bytesOf(graph.message), feeds.join(','), fetches.join(','));
  return {
    run: (ids) => {
      // Without outputs the binding gives nothing, not an empty list.
      const results = binding.executeOp(name, [], ids, fetches.length) as TensorMetadata[] | undefined;
      return results ?? [];
    },
    dispose: () => binding.removeFunction(name),
  };
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmgError } from '@cmg/core';
import type { NativeBinding } from '../native-backend.js';
import { all, bytesOf, type GraphDef, integer, message, text } from './graph-def.js';
import type { GraphEnds, LoadedGraph } from './loaded-graph.js';

const TAG = 'serve';

/** A graph as a saved model in a session: the way of a binding that is tfjs-node's own. A temporary file leads there; it is gone when this returns. */
export function savedModel(binding: NativeBinding, graph: GraphDef, { feeds, fetches }: GraphEnds): LoadedGraph {
  const folder = temporaryFolder();
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModelOf(graph));
    const id = binding.loadSavedModel(folder, TAG);
    return {
      run: (ids) => binding.runSavedModel(id, ids, firstOutputs(feeds), firstOutputs(fetches)),
      dispose: () => binding.deleteSavedModel(id),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const firstOutputs = (names: readonly string[]): string => names.map((name) => `${name}:0`).join(',');

/** SavedModel {schema version = 1, meta_graphs = 2 {meta_info_def = 1 {tags = 4}, graph_def = 2}}. */
function savedModelOf(graph: GraphDef): Uint8Array {
  const metaGraph = all([message(1, text(4, TAG)), message(2, graph.message)]);
  return bytesOf(all([integer(1, 1), message(2, metaGraph)]));
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'cmg-graph-'));
  } catch (error) {
    throw new CmgError(`cannot create a temporary folder for a graph: ${(error as Error).message}`, {
      where: tmpdir(),
      hint: 'Set the environment variable TMPDIR to another folder, or set the option compile to never.',
      cause: error,
    });
  }
}

import { writeTorch } from '@cmg/formats';
import { exportCheckpoint, officialTree, unusedTensors } from '@cmg/official';
import { openRun, type OpenRunOptions } from '../runs/open-run.js';

/** What {@link exportRun} wrote. */
export interface ExportedRun {
  readonly modules: readonly string[];
  /** How many. */
  readonly tensors: number;
}

/**
 * Writes a run as a checkpoint of the official PyTorch code, for `torch.load(weights_only=True)`.
 *
 * @param folder a trained or imported run of audio, video and text
 * @param out the checkpoint, `.pt`, float32
 * @throws CmgError where the run is of other modalities, or the file cannot be written
 */
export async function exportRun(folder: string, out: string, options: OpenRunOptions = {}): Promise<ExportedRun> {
  const run = await openRun(folder, { ...options, objectives: true });
  try {
    const checkpoint = await exportCheckpoint(run.model, run.config, await unusedTensors(folder));
    await writeTorch(out, officialTree({ checkpoint, ...run.trained }));
    return { modules: [...checkpoint.keys()], tensors: [...checkpoint.values()].reduce((sum, { size }) => sum + size, 0) };
  } finally {
    run.dispose();
  }
}

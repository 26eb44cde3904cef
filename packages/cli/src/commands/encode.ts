import { CmgError } from '@cmg/core';
import { writeRows } from '@cmg/formats';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { interruptOnSignals, loadModel } from '@cmg/trainer';
import { backendOption, type CommandContext } from '../command-context.js';
import { checkModality, encodeRows } from '../encode-features.js';
import { withRunFeatures } from '../features/run-features.js';
import { withProgress } from '../features/with-progress.js';
import { untilAborted } from '../interruptible.js';
import { Workbench } from '../workbench.js';

interface EncodeOptions {
  readonly run: string;
  readonly modality: string;
  readonly in: string;
  readonly out: string;
  readonly key?: string;
  readonly vectors?: boolean;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg encode`: features in, codes out. */
export function addEncodeCommand({ program, terminal, setExitCode }: CommandContext): void {
  program
    .command('encode')
    .description('turn features of one modality into codes')
    .requiredOption('--run <folder>', 'a trained run')
    .requiredOption('--modality <name>', 'which modality the features are of')
    .requiredOption('--in <file>', 'features, [N, T, ...] in a .npy, .npz or .h5 file, or a manifest with a file per clip, .csv or .jsonl')
    .requiredOption('--out <file>', 'code indices, int32 [N, T], .npy or .npz')
    .option('--key <name>', 'which array of a .npz or .h5 file; default: its only one')
    .option('--vectors', 'write the code vectors instead, float32 [N, T, D]')
    .option('--json', 'print what was written for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
T may differ from the length that the run was trained on. Features that the run's extractors made, which features.json beside a
manifest tells, are brought to the scale of its data; arrays are taken as they are.

Examples:
  cmg encode --run runs/digits --modality audio --in audio.npy --out codes.npy
  cmg encode --run runs/ave --modality video --in visual_feature.h5 --out vectors.npz --vectors`,
    )
    .action(async (options: EncodeOptions) => {
      const { run, modality, in: file, out, key, vectors, json, backend } = options;
      if (!/\.np[yz]$/.test(out)) throw new CmgError('ends in neither .npy nor .npz', { kind: 'usage', where: out, hint: 'Name the file that --out writes so.' });
      const workbench = new Workbench(terminal);
      await openBackend(backend);
      const { model, info } = await loadModel(run, workbench.components);
      const interrupt = interruptOnSignals();
      try {
        checkModality(model.modalities, modality);
        const shape = await withRunFeatures(workbench, info.config.data, { file, modality, ...(key !== undefined && { key }) }, async (source) => {
          const { shape: encoded, rows } = encodeRows(model, modality, source, { part: vectors ? 'codes' : 'indices', file });
          const [total = 0, ...clip] = encoded;
          await writeRows(out, {
            shape: encoded,
            type: vectors ? Float32Array : Int32Array,
            name: vectors ? 'vectors' : 'codes',
            rows: withProgress(untilAborted(rows, interrupt.signal), { total, perClip: clip.reduce((a, b) => a * b, 1) }),
          });
          return encoded;
        });
        terminal.print(json ? JSON.stringify({ out, shape }) : `${out}: [${shape.join(', ')}]`);
      } catch (error) {
        if (!interrupt.signal.aborted) throw error;
        terminal.note(`interrupted: ${out} was not written`);
        setExitCode(130);
      } finally {
        interrupt.dispose();
        model.dispose();
      }
    });
}

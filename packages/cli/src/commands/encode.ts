import { CmgError } from '@cmg/core';
import { encodeToFile, openRun } from '@cmg/pipeline';
import { Option } from 'commander';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { type CheckpointChoice, interruptOnSignals } from '@cmg/trainer';
import { ClipWatch } from '../clip-watch.js';
import { CLIPS_HELP } from '../clips-help.js';
import { backendOption, type CommandContext } from '../command-context.js';
import { pluginOption, stepOption } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { INCOMPLETE } from '../exit-codes.js';
import { shareOf, type ShareOptions, WAITING, withSharing } from '../share-options.js';

interface EncodeOptions extends ShareOptions {
  readonly plugin?: string[];
  readonly step?: CheckpointChoice;
  readonly run: string;
  readonly modality: string;
  readonly in: string;
  readonly out: string;
  readonly key?: string;
  readonly vectors?: boolean;
  readonly semantic?: boolean;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg encode`: features in, codes out. */
export function addEncodeCommand({ command, terminal, setExitCode }: CommandContext): void {
  withSharing(command)
    .requiredOption('--run <folder>', 'a trained run')
    .requiredOption('--modality <name>', 'which modality the clips are of')
    .requiredOption('--in <clips>', CLIPS_HELP)
    .requiredOption('--out <file>', 'code indices, int32 [N, T] (of several levels [N, T, L]), .npy or .npz')
    .option('--key <name>', 'which array of a .npz or .h5 file; default: its only one')
    .option('--vectors', 'write the code vectors instead, float32 [N, T, D]')
    .addOption(
      new Option('--semantic', 'write the semantic features z instead, which codes stand for, float32 [N, T, D]').conflicts('vectors'),
    )
    .option('--json', 'print what was written for a program to read')
    .addOption(stepOption())
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Raw media are extracted as the run's data was. T of features may differ from the length that the run was trained on. Those that the
run's extractors made, which features.json beside a manifest tells, are brought to the scale of its data; arrays are taken as they are. Clips of a manifest that cannot be read are named and have code -1 (vectors: NaN); the exit code is then 3.

Examples:
  cmg encode --run runs/mine --modality audio --in clips.csv --out codes.npy
  cmg encode --run runs/mine --modality audio --in bell.wav --out bell.npy
  cmg encode --run runs/mine --modality audio --in clips.csv --out codes.npy --share     # on each machine that sees the files
  cmg encode --run runs/digits --modality audio --in audio.npy --out codes.npy
  cmg encode --run runs/ave --modality video --in visual_feature.h5 --out vectors.npz --vectors`,
    )
    .action(async (options: EncodeOptions) => {
      const { modality, in: clips, out, key, vectors, semantic, json } = options;
      if (!/\.np[yz]$/.test(out))
        throw new CmgError('ends in neither .npy nor .npz', { kind: 'usage', where: out, hint: 'Name the file that --out writes so.' });
      await openBackend(options.backend);
      const run = await openRun(options.run, { plugins: options.plugin ?? [], step: options.step, onDataProgress: dataProgress(terminal) });
      const interrupt = interruptOnSignals();
      const watch = new ClipWatch(terminal);
      const share = shareOf(options);
      try {
        const shape = await encodeToFile(run, modality, key === undefined ? clips : { file: clips, key }, {
          out,
          ...(share && { share }),
          part: semantic ? 'semantic' : vectors ? 'codes' : 'indices',
          signal: interrupt.signal,
          onProgress: watch.onProgress,
          onNote: watch.onNote,
          onLeftOut: watch.onLeftOut,
        });
        watch.end();
        if (watch.leftOut > 0) setExitCode(INCOMPLETE);
        if (json) terminal.print(JSON.stringify({ out, shape: shape ?? null, leftOut: watch.leftOut }));
        else terminal.print(shape === undefined ? `${out}: ${WAITING}` : `${out}: [${shape.join(', ')}]`);
      } catch (error) {
        if (!interrupt.signal.aborted) throw error;
        terminal.note(`interrupted: ${out} was not written`);
        setExitCode(130);
      } finally {
        watch.end();
        interrupt.dispose();
        run.dispose();
      }
    });
}

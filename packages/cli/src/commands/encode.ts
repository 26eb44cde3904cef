import { encodeNpy, writeFileAtomic } from '@cmg/core';
import { openBackend, type BackendChoice } from '@cmg/runtime';
import { loadModel } from '@cmg/trainer';
import { backendOption, type CommandContext } from '../command-context.js';
import { encodeFeatures, readFeatures } from '../encode-features.js';
import { Workbench } from '../workbench.js';

interface EncodeOptions {
  readonly run: string;
  readonly modality: string;
  readonly in: string;
  readonly out: string;
  readonly vectors?: boolean;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg encode`: features in, codes out. */
export function addEncodeCommand({ program, terminal }: CommandContext): void {
  program
    .command('encode')
    .description('turn features of one modality into codes')
    .requiredOption('--run <folder>', 'a trained run')
    .requiredOption('--modality <name>', 'which modality the features are of')
    .requiredOption('--in <file.npy>', 'features, [N, T, ...]')
    .requiredOption('--out <file.npy>', 'code indices, int32 [N, T]')
    .option('--vectors', 'write the code vectors instead, float32 [N, T, D]')
    .option('--json', 'print what was written for a program to read')
    .addOption(backendOption())
    .addHelpText('after', '\nExample:\n  cmg encode --run runs/digits --modality audio --in audio.npy --out codes.npy')
    .action(async (options: EncodeOptions) => {
      const workbench = new Workbench(terminal);
      await openBackend(options.backend);
      const { model } = await loadModel(options.run, workbench.components);
      try {
        const part = options.vectors ? 'codes' : 'indices';
        const codes = await encodeFeatures(model, options.modality, await readFeatures(options.in), { part, file: options.in });
        await writeFileAtomic(options.out, encodeNpy(codes));
        const { shape } = codes;
        terminal.print(options.json ? JSON.stringify({ out: options.out, shape }) : `${options.out}: [${shape.join(', ')}]`);
      } finally {
        model.dispose();
      }
    });
}

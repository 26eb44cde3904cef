import { exportRun } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import type { CheckpointChoice } from '@cmg/trainer';
import { backendOption, type CommandContext } from '../command-context.js';
import { pluginOption, stepOption } from '../config-options.js';

interface ExportTorchOptions {
  readonly plugin?: string[];
  readonly step?: CheckpointChoice;
  readonly run: string;
  readonly out: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg export-torch`: a run becomes a checkpoint of the official PyTorch code. */
export function addExportTorchCommand({ command, terminal }: CommandContext): void {
  command
    .requiredOption('--run <folder>', 'a trained or imported run of audio, video and text')
    .requiredOption('--out <file.pt>', 'the checkpoint, float32')
    .option('--json', 'print what was written for a program to read')
    .addOption(stepOption())
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText('after', '\nExample:\n  cmg export-torch --run runs/official --out official.pt')
    .action(async ({ run, out, plugin, step, json, backend }: ExportTorchOptions) => {
      await openBackend(backend);
      const { modules, tensors } = await exportRun(run, out, { plugins: plugin ?? [], step });
      terminal.print(json ? JSON.stringify({ out, modules, tensors }) : `${out}: ${tensors} tensors of ${modules.join(', ')}`);
    });
}

import { shownText } from '@cmg/core';
import { exportWeb } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import type { CheckpointChoice } from '@cmg/trainer';
import { backendOption, type CommandContext } from '../command-context.js';
import { pluginOption, stepOption } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { listOption } from '../list-option.js';

interface ExportWebOptions {
  readonly plugin?: string[];
  readonly step?: CheckpointChoice;
  readonly run: string;
  readonly heads?: string[];
  readonly index?: string;
  readonly float16?: boolean;
  readonly out: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg export-web`: a run becomes static files that a page reads. */
export function addExportWebCommand({ command, terminal }: CommandContext): void {
  command
    .requiredOption('--run <folder>', 'a trained or imported run')
    .requiredOption('--out <folder>', 'what to make, for any web server')
    .option('--heads <folders>', 'heads of the run that `cmg transfer --save` saved, by comma', listOption)
    .option('--index <folder>', 'an index of its clips that `cmg index` made')
    .option('--float16', 'round to half precision, for half the bytes: some segments between two codes may get the other one')
    .option('--json', 'print what was written for a program to read')
    .addOption(stepOption())
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText(
      'after',
      '\nExample:\n  cmg export-web --run runs/digits --heads heads/classification-text-seed-0 --index clips --out web/digits',
    )
    .action(async ({ run, out, heads = [], index, float16 = false, plugin, step, json, backend }: ExportWebOptions) => {
      await openBackend(backend);
      const written = await exportWeb(run, {
        out,
        heads,
        float16,
        step,
        plugins: plugin ?? [],
        onDataProgress: dataProgress(terminal),
        ...(index !== undefined && { index }),
      });
      for (const note of written.notes) terminal.note(note);
      const { modalities, heads: names, clips, files, bytes } = written;
      const parts = [
        modalities.join(', '),
        ...(names.length > 0 ? [`heads ${names.map(shownText).join(', ')}`] : []),
        ...(clips > 0 ? [`${clips} clips to find`] : []),
      ];
      const summary = `${out}: ${parts.join('; ')}; ${files} files, ${(bytes / 1e6).toFixed(1)} MB`;
      terminal.print(json ? JSON.stringify({ out, ...written }) : summary);
    });
}

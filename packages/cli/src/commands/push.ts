import type { CheckpointChoice } from '@cmg/trainer';
import type { CommandContext } from '../command-context.js';
import { stepOption } from '../config-options.js';

interface PushCommandOptions {
  readonly run: string;
  readonly heads?: string;
  readonly licence?: string;
  readonly step?: CheckpointChoice;
  readonly message?: string;
  readonly private?: boolean;
  readonly json?: boolean;
}

/** `cmg push`: a run with its heads and a model card, to a hub or a folder. */
export function addPushCommand({ command, terminal }: CommandContext): void {
  command
    .argument('<target>', 'hf:USER/NAME, which is made if it is not there, or a folder that is not there yet')
    .requiredOption('--run <folder>', 'a trained run')
    .option('--heads <folder>', 'share the heads of this folder, which cmg transfer --save made, and their scores')
    .option('--licence <name>', 'of the weights, as SPDX or the hub calls it: mit, cc-by-4.0 (default: unknown)')
    .option('--private', 'make the repository private, if it is made')
    .option('--message <text>', 'of the commit')
    .option('--json', 'print what was shared for a program to read')
    .addOption(stepOption())
    .addHelpText(
      'after',
      `
What is shared: config.yaml, one checkpoint, metrics.jsonl, report.html if there is one, the heads, and README.md: config, data, scores.
Paths that the config names are in it. The hub is that of HF_ENDPOINT; HF_TOKEN is the token.

Examples:
  cmg push hf:me/digits --run runs/digits --heads heads --licence mit
  cmg push /mnt/shared/digits --run runs/digits`,
    )
    .action(async (target: string, { run, json, ...options }: PushCommandOptions) => {
      const { pushRun } = await import('@cmg/hub');
      const pushed = await pushRun(run, target, options);
      if (json) terminal.print(JSON.stringify(pushed));
      else terminal.print(`${pushed.where}: ${pushed.files.length} files, ${(pushed.bytes / 1e6).toFixed(1)} MB`);
    });
}

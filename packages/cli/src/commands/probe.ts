import type { CommandContext } from '../command-context.js';
import { withPresetOptions } from '../preset-options.js';
import { runStudy, type StudyOptions } from '../run-study.js';

/** `cmg probe`: the study of a config beside plain contrast, and what its numbers say. */
export function addProbeCommand(context: CommandContext): void {
  withPresetOptions(context.command.requiredOption('--config <file>', 'what is to be judged, by path or name'), 'probe')
    .addHelpText(
      'after',
      `
Examples:
  cmg probe --config folder
  cmg probe --config mine.yaml --seeds 3
  cmg probe --config mine.yaml --set training.epochs=8 --out runs/shorter

Needs labels of training and test clips; features are judged in each modality that has both. Ctrl-C saves; the same command goes on. It is \`cmg study probe --data FILE\`,
whose numbers it explains.`,
    )
    .action(({ config, ...options }: StudyOptions & { readonly config: string }) =>
      runStudy('probe', 'probe', { ...options, data: config }, context),
    );
}

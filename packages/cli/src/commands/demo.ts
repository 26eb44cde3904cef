import type { CommandContext } from '../command-context.js';
import { withPresetOptions } from '../preset-options.js';
import { runStudy, type StudyOptions } from '../run-study.js';

/** `cmg demo`: the study of Baseline and what we ship on the shipped digits. */
export function addDemoCommand(context: CommandContext): void {
  withPresetOptions(context.command, 'demo')
    .addHelpText(
      'after',
      `
Examples:
  cmg demo
  cmg demo --seeds 3        mean and spread over three seeds
  cmg demo --tasks segmentation   which of four digits in a frame is spoken, shown or named
  cmg demo --backend wasm   without native TensorFlow

Ctrl-C saves; the same command goes on where it stopped. It is \`cmg study demo\`, which has more options.`,
    )
    .action((options: StudyOptions) => runStudy('demo', 'demo', options, context));
}

import type { BackendChoice } from '@cmg/runtime';
import { basename, extname, join } from 'node:path';
import { backendOption, type CommandContext } from '../command-context.js';
import { type OverrideOptions, withOverrides } from '../config-options.js';
import { type ExtractionOptions, withExtraction } from '../extraction-options.js';
import { integerOption } from '../list-option.js';
import { runClips } from '../run-clips.js';

export interface RunOptions extends ExtractionOptions, OverrideOptions {
  readonly out?: string;
  readonly segments?: number;
  readonly plan?: boolean;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg run`: from a table of recordings to the report. */
export function addRunCommand({ command, terminal, argv, setExitCode }: CommandContext): void {
  withOverrides(
    withExtraction(
      command
        .argument('<clips>', 'CSV or JSON Lines: id, split, label, onset, offset, and a column per modality')
        .option('--out <folder>', 'where all of it goes; default: runs/ and the name of the table'),
    ).option('--segments <n>', 'T, segments of a clip; default: as many as most clips have seconds or words, at most 10', integerOption(1)),
  )
    .option('--plan', 'print what would be done, about how long it takes and what memory it needs')
    .option('--json', 'print the outcome for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg run clips.csv
  cmg run clips.csv --extractor text=vectors:file=glove.txt --set training.epochs=200
  cmg run clips.csv --plan

Ctrl-C saves; the same command goes on, and does nothing twice. The config that it writes may be edited before training begins.
Without labels of clips in the splits 'train' and 'test' codes are learnt, and no report is written.
Exit code 3: some clips could not be read and were left out.`,
    )
    .action(async (clips: string, options: RunOptions) => {
      const folder = options.out ?? join('runs', basename(clips, extname(clips)));
      setExitCode(await runClips({ clips, folder, options, terminal, argv }));
    });
}

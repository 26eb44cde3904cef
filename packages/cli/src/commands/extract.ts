import { CmgError } from '@cmg/core';
import { createComponents, extract } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { interruptOnSignals } from '@cmg/trainer';
import { ClipProgress } from '../clip-progress.js';
import { describeExtractors } from '../describe-extractors.js';
import { backendOption, type CommandContext } from '../command-context.js';
import { type ExtractionOptions, extractorsOf, withExtraction } from '../extraction-options.js';
import { goOnCommand } from '../go-on-command.js';
import { integerOption } from '../list-option.js';
import { INCOMPLETE } from '../exit-codes.js';
import { shareOf, type ShareOptions, WAITING, withSharing } from '../share-options.js';

interface ExtractCommandOptions extends ExtractionOptions, ShareOptions {
  readonly manifest?: string;
  readonly out?: string;
  readonly segments: number;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg extract`: raw media in, a folder of features out. */
export function addExtractCommand({ command, terminal, argv, setExitCode }: CommandContext): void {
  withSharing(
    withExtraction(
      command
        .option('--manifest <file>', 'CSV or JSON Lines: id, split, label, onset, offset, and a column per modality')
        .option('--out <folder>', 'where the features go; run it again to go on, only what changed is made anew'),
    ),
  )
    .option('--segments <n>', 'T, segments of a clip', integerOption(1), 10)
    .option('--list', 'list the extractors and their options')
    .option('--json', 'print the outcome for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      () => `
Examples:
  cmg extract --manifest clips.csv --out features
  cmg extract --manifest clips.csv --out features --extractor audio=vggish:weights=vggish.safetensors --length window
  cmg extract --manifest clips.csv --out features --share        # on each machine that sees the folder
  cmg extract --manifest clips.csv --out features --shard $SLURM_ARRAY_TASK_ID/8
  cmg extract --manifest clips.csv --out features --extractor imu=./accelerometer.mjs:rate=50   # your own; it is executed

Exit code 3: some clips could not be read and were left out, the rest is there.

Extractors:
${describeExtractors(createComponents()).join('\n')}`,
    )
    .action(async (options: ExtractCommandOptions) => {
      if (options.list) {
        for (const line of describeExtractors(createComponents())) terminal.print(line);
        return;
      }
      const { manifest, out } = given(options);
      await openBackend(options.backend);
      const interrupt = interruptOnSignals();
      const progress = new ClipProgress();
      const { modality, segments, length, partial = false, jobs } = options;
      const share = shareOf(options);
      try {
        const result = await extract({
          manifest,
          folder: out,
          extractors: await extractorsOf(options),
          ...(modality && { modalities: modality }),
          segments,
          length,
          partial,
          jobs,
          ...(share && { share }),
          signal: interrupt.signal,
          onClip: progress.update.bind(progress),
          onNote: terminal.note.bind(terminal),
        });
        progress.end();
        const { outcome, extracted, kept, failed } = result;
        const counts = `${extracted} clips extracted, ${kept} kept, ${failed.length} left out`;
        if (options.json) terminal.print(JSON.stringify({ folder: out, ...result }));
        else if (outcome === 'interrupted') terminal.print(`interrupted (${counts}); go on with: ${goOnCommand(argv)}`);
        else terminal.print(`${out}: ${counts}${outcome === 'waiting' ? `; ${WAITING}` : ''}`);
        if (outcome === 'interrupted') setExitCode(130);
        else if (failed.length > 0) setExitCode(INCOMPLETE);
      } finally {
        interrupt.dispose();
      }
    });
}

function given({ manifest, out }: ExtractCommandOptions): { manifest: string; out: string } {
  if (manifest !== undefined && out !== undefined) return { manifest, out };
  throw new CmgError(`the option '--${manifest === undefined ? 'manifest' : 'out'}' is missing`, { kind: 'usage' });
}

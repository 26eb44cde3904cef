import { CmgError } from '@cmg/core';
import { describeIndex, indexClips, openRun, removeClips } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { interruptOnSignals } from '@cmg/trainer';
import { backendOption, type CommandContext } from '../command-context.js';
import { dataProgress } from '../data-progress.js';
import { listOption } from '../list-option.js';
import type { Terminal } from '../terminal.js';

interface IndexOptions {
  readonly index: string;
  readonly run?: string;
  readonly modality?: string[];
  readonly in?: string;
  readonly split?: string;
  readonly head?: string;
  readonly remove?: string[];
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg index`: clips into a persistent index, which `cmg search` searches across modalities. */
export function addIndexCommand({ program, terminal, setExitCode }: CommandContext): void {
  program
    .command('index')
    .description('put clips into an index that can be searched across modalities; without a source, tell what it holds')
    .requiredOption('--index <folder>', 'the index; made where there is none')
    .option('--run <folder>', 'the trained run whose codes are indexed')
    .option('--modality <names>', 'modalities to index, by comma', listOption)
    .option('--in <file>', 'features, [N, T, ...] in a .npy, .npz or .h5 file, or a manifest of features as `cmg extract` writes it')
    .option('--split <name>', "a split of the run's own data, in place of --in")
    .option('--head <folder>', 'compare clips by this retrieval head; default: by the mean of their codes')
    .option('--remove <ids>', 'take clips out of the index, by comma; with --modality in these alone', listOption)
    .option('--json', 'for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Clips may be of any length, and long ones lie beside short ones. Clips that are there already are replaced. What is reported as
indexed is on disk: a crash or Ctrl-C loses at most the batch that was under way.

Examples:
  cmg index --index clips --run runs/digits --modality audio --split test
  cmg index --index clips --run runs/digits --modality video --in features/manifest.csv
  cmg index --index clips --remove test/3,test/4
  cmg index --index clips`,
    )
    .action(async (options: IndexOptions) => {
      checkSource(options);
      if (options.remove) await removeClips(options.index, options.remove, options.modality);
      else if (options.in !== undefined || options.split !== undefined) {
        if ((await addClips(terminal, options)) === 'interrupted') setExitCode(130);
      }
      const { size, width, modalities, about } = await describeIndex(options.index);
      if (options.json) terminal.print(JSON.stringify({ index: options.index, size, width, modalities, ...about }));
      else terminal.print(`${options.index}: ${size} clips (${Object.entries(modalities).map(([name, n]) => `${name} ${n}`).join(', ')})`);
    });
}

/** @throws CmgError where the options name no source, or more than one, of what is to be done */
function checkSource({ run, in: file, split, remove }: IndexOptions): void {
  const sources = [file, split, remove].filter((source) => source !== undefined).length;
  if (sources > 1 || (run !== undefined && sources === 0)) {
    throw new CmgError('name one of --in, --split and --remove', { kind: 'usage', hint: '--in or --split adds clips of --run.' });
  }
}

async function addClips(terminal: Terminal, options: IndexOptions): Promise<'finished' | 'interrupted'> {
  const { index, modality: modalities, head } = options;
  if (options.run === undefined || modalities === undefined) {
    throw new CmgError(`the option '--${options.run === undefined ? 'run' : 'modality'}' is missing`, { kind: 'usage' });
  }
  await openBackend(options.backend);
  const run = await openRun(options.run, { onDataProgress: dataProgress(terminal) });
  const interrupt = interruptOnSignals();
  try {
    const outcome = await indexClips(run, {
      index,
      modalities,
      clips: options.split === undefined ? { features: options.in as string } : { split: options.split },
      ...(head !== undefined && { head }),
      signal: interrupt.signal,
      onBatch: (modality, clips) => terminal.note(`${modality}: ${clips} clips indexed`),
    });
    if (outcome === 'interrupted') terminal.note('interrupted: what was reported as indexed is in the index');
    return outcome;
  } finally {
    interrupt.dispose();
    run.dispose();
  }
}

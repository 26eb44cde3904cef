import { CmgError } from '@cmg/core';
import { describeIndex, indexClips, openRun, removeClips } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { type CheckpointChoice, interruptOnSignals } from '@cmg/trainer';
import type { Command } from 'commander';
import { ClipWatch } from '../clip-watch.js';
import { CLIPS_HELP } from '../clips-help.js';
import { backendOption, type CommandContext } from '../command-context.js';
import { pluginOption, stepOption } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { listOption } from '../list-option.js';
import type { Terminal } from '../terminal.js';
import { INCOMPLETE } from '../exit-codes.js';
import { shareOf, type ShareOptions, WAITING, withSharing } from '../share-options.js';

interface IndexOptions {
  readonly index: string;
  readonly json?: boolean;
}

interface AddOptions extends IndexOptions, ShareOptions {
  readonly plugin?: string[];
  readonly step?: CheckpointChoice;
  readonly run: string;
  readonly modality: string[];
  readonly in?: string;
  readonly split?: string;
  readonly head?: string;
  readonly backend: BackendChoice;
}

interface RemoveOptions extends IndexOptions {
  readonly ids: string[];
  readonly modality?: string[];
}

/** `cmg index add|remove|show`: clips in a persistent index, which `cmg search` searches across modalities. */
export function addIndexCommand(context: CommandContext): void {
  addAdd(context.command, context);
  addRemove(context.command, context);
  addShow(context.command, context);
}

function addAdd(index: Command, { terminal, setExitCode }: CommandContext): void {
  withSharing(index.command('add'))
    .description('put clips into an index; those that are there already are replaced')
    .requiredOption('--index <folder>', 'the index; made where there is none')
    .requiredOption('--run <folder>', 'the trained run whose codes are indexed')
    .requiredOption('--modality <names>', 'modalities to index, by comma', listOption)
    .option('--in <clips>', CLIPS_HELP)
    .option('--split <name>', "a split of the run's own data, in place of --in")
    .option('--head <folder>', 'compare clips by this retrieval head; default: by the mean of their codes')
    .option('--json', 'for a program to read')
    .addOption(stepOption())
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Raw media are extracted as the run's data was. Clips are named as the manifest names them, a file by itself, those of an array or a
split NAME/0, NAME/1, ... Features may be of any length, and long ones lie beside short ones. What is reported as indexed is on disk: a crash or Ctrl-C loses at
most the batch that was under way. Clips of a manifest that cannot be read are named and left out; the exit code is then 3.

Examples:
  cmg index add --index clips --run runs/digits --modality audio --split test
  cmg index add --index clips --run runs/digits --modality video --in features/manifest.csv
  cmg index add --index clips --run runs/mine --modality audio,text --in clips.csv
  cmg index add --index clips --run runs/mine --modality audio --in clips.csv --share    # on each machine that sees the files
  cmg index add --index clips --run runs/mine --modality audio --in bell.wav`,
    )
    .action(async (options: AddOptions) => setExitCode(await addClips(terminal, options)));
}

function addRemove(index: Command, { terminal }: CommandContext): void {
  index
    .command('remove')
    .description('take clips out of an index')
    .requiredOption('--index <folder>', 'the index')
    .requiredOption('--ids <ids>', 'names of clips, by comma', listOption)
    .option('--modality <names>', 'take them out in these modalities alone, by comma', listOption)
    .option('--json', 'for a program to read')
    .addHelpText('after', '\nExample:\n  cmg index remove --index clips --ids test/3,test/4')
    .action(async (options: RemoveOptions) => {
      await removeClips(options.index, options.ids, options.modality);
      await show(terminal, options);
    });
}

function addShow(index: Command, { terminal }: CommandContext): void {
  index
    .command('show')
    .description('tell how many clips of which modality an index holds, and of which run')
    .requiredOption('--index <folder>', 'the index')
    .option('--json', 'for a program to read')
    .addHelpText('after', '\nExample:\n  cmg index show --index clips')
    .action((options: IndexOptions) => show(terminal, options));
}

async function show(terminal: Terminal, { index, json }: IndexOptions): Promise<void> {
  const { size, width, modalities, about } = await describeIndex(index);
  if (json) terminal.print(JSON.stringify({ index, size, width, modalities, ...about }));
  else
    terminal.print(
      `${index}: ${size} clips (${Object.entries(modalities)
        .map(([name, n]) => `${name} ${n}`)
        .join(', ')})`,
    );
}

/** @returns the exit code */
async function addClips(terminal: Terminal, options: AddOptions): Promise<number> {
  const { index, modality: modalities, in: clips, split, head } = options;
  if ((clips === undefined) === (split === undefined)) throw new CmgError('name one of --in and --split', { kind: 'usage' });
  await openBackend(options.backend);
  const run = await openRun(options.run, { plugins: options.plugin ?? [], step: options.step, onDataProgress: dataProgress(terminal) });
  const interrupt = interruptOnSignals();
  const watch = new ClipWatch(terminal);
  const share = shareOf(options);
  try {
    const outcome = await indexClips(run, {
      index,
      modalities,
      clips: clips === undefined ? { split: split as string } : { features: clips },
      ...(share && { share }),
      ...(head !== undefined && { head }),
      signal: interrupt.signal,
      onProgress: watch.onProgress,
      onNote: watch.onNote,
      onLeftOut: (modality, clip, error) => watch.onLeftOut(`${clip} (${modality})`, error),
      onBatch: (modality, added) => watch.tell(`${modality}: ${added} clips indexed`),
    });
    watch.end();
    if (outcome === 'interrupted') terminal.note('interrupted: what was reported as indexed is in the index');
    if (outcome === 'waiting') terminal.note(`${index}: ${WAITING}`);
    else if (outcome === 'finished' || share === undefined) await show(terminal, options);
    return outcome === 'interrupted' ? 130 : watch.leftOut > 0 ? INCOMPLETE : 0;
  } finally {
    watch.end();
    interrupt.dispose();
    run.dispose();
  }
}

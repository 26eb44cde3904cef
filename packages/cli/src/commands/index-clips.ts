import { CmgError } from '@cmg/core';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { VectorIndex } from '@cmg/search';
import { interruptOnSignals, loadModel } from '@cmg/trainer';
import { relative } from 'node:path';
import { backendOption, type CommandContext } from '../command-context.js';
import { checkpointHash } from '../checkpoint-hash.js';
import { checkModality } from '../encode-features.js';
import { checkInterrupt } from '../interruptible.js';
import { listOption } from '../list-option.js';
import { runConfigOf } from '../run-config-of.js';
import { clipsOfFile, clipsOfSplit, type NamedCodes } from '../search/clips-of.js';
import { clipVectors } from '../search/clip-vectors.js';
import type { Terminal } from '../terminal.js';
import { Workbench } from '../workbench.js';

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

/** Clips that are acknowledged together: few enough that an interrupt need not wait. */
const BATCH = 2048;

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
      if (options.remove) await removeClips(options, options.remove);
      else if (options.in !== undefined || options.split !== undefined) {
        if ((await addClips(terminal, options)) === 'interrupted') setExitCode(130);
      }
      const index = await VectorIndex.open(options.index);
      const { size, width, modalities, about } = index;
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

async function removeClips({ index: folder, modality }: IndexOptions, ids: readonly string[]): Promise<void> {
  const index = await VectorIndex.open(folder, { write: true });
  try {
    const modalities = modality ?? Object.keys(index.modalities);
    await index.remove(ids.flatMap((id) => modalities.map((name) => ({ id, modality: name }))));
  } finally {
    await index.close();
  }
}

async function addClips(terminal: Terminal, options: IndexOptions): Promise<'finished' | 'interrupted'> {
  const { index: folder, run, modality: modalities } = options;
  if (run === undefined || modalities === undefined) {
    throw new CmgError(`the option '--${run === undefined ? 'run' : 'modality'}' is missing`, { kind: 'usage' });
  }
  const workbench = new Workbench(terminal);
  const config = await runConfigOf(run);
  await openBackend(options.backend);
  const { model } = await loadModel(run, workbench.components);
  const checkpoint = await checkpointHash(run);
  const vectors = await clipVectors(model, checkpoint, workbench.components, options.head);
  const from = (to: string) => relative(folder, to);
  const about = { checkpoint, vectors: vectors.identity, run: from(run), ...(options.head && { head: from(options.head) }) };
  const dataset = options.split === undefined ? undefined : await workbench.openDataset(config.data);
  const index = await VectorIndex.open(folder, { write: true, create: { width: vectors.width, about } });
  const interrupt = interruptOnSignals();
  try {
    for (const modality of modalities) {
      checkModality(model.modalities, modality);
      const origin = { model, modality, signal: interrupt.signal };
      const clips = dataset
        ? await clipsOfSplit(run, origin, dataset, options.split as string)
        : await clipsOfFile(workbench, origin, config.data, options.in as string);
      for (const batch of batchesOf(clips)) {
        await checkInterrupt(interrupt.signal);
        const found = await vectors.of(batch, 'item');
        await index.add(batch.ids.map((id, i) => ({ id, modality, vector: found[i] as Float32Array })));
        terminal.note(`${modality}: ${batch.ids.length} clips indexed`);
      }
    }
    return 'finished';
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    terminal.note('interrupted: what was reported as indexed is in the index');
    return 'interrupted';
  } finally {
    interrupt.dispose();
    await dataset?.close();
    await index.close();
    vectors.dispose();
    model.dispose();
  }
}

function* batchesOf({ ids, segments, indices }: NamedCodes): Generator<NamedCodes> {
  for (let first = 0; first < ids.length; first += BATCH) {
    yield { ids: ids.slice(first, first + BATCH), segments, indices: indices.subarray(first * segments, (first + BATCH) * segments) };
  }
}

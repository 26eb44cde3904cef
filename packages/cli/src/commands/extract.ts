import { CmgError, type Components, type PerModality } from '@cmg/core';
import { extractFolder, type Length, LENGTHS, openExtractor, type OpenExtractor, type PlacedRow, readManifest } from '@cmg/media';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { interruptOnSignals } from '@cmg/trainer';
import { Option } from 'commander';
import { availableParallelism } from 'node:os';
import { backendOption, type CommandContext } from '../command-context.js';
import { createContainer, resolveComponents } from '../composition-root.js';
import { ClipProgress } from '../extract/clip-progress.js';
import { describeExtractors } from '../extract/describe-extractors.js';
import { loadExtractors } from '../extract/load-extractors.js';
import { parseExtractor } from '../extract/parse-extractor.js';
import { integerOption, listOption } from '../list-option.js';

interface ExtractCommandOptions {
  readonly manifest?: string;
  readonly out?: string;
  readonly modality?: string[];
  readonly extractor: string[];
  readonly config?: string;
  readonly segments: number;
  readonly length: Length;
  readonly jobs: number;
  readonly list?: boolean;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** Some clips could not be read; the rest is there. */
const INCOMPLETE = 3;

/** `cmg extract`: raw media in, a folder of features out. */
export function addExtractCommand({ program, terminal, setExitCode }: CommandContext): void {
  const components = () => resolveComponents(createContainer());
  program
    .command('extract')
    .description('turn sound, video, pictures and text into a folder of features')
    .option('--manifest <file>', 'CSV or JSON Lines: id, split, label, onset, offset, and a column per modality')
    .option('--out <folder>', 'where the features go; run it again to go on, only what changed is made anew')
    .option('--modality <names>', 'modalities, by comma; default: those that have a column', listOption)
    .option('--extractor <modality=name:options>', 'how features are made; may be repeated', (text: string, all: string[]) => [...all, text], [])
    .option('--config <file>', 'extractors and their options, YAML: audio: {use: vggish, weights: vggish.safetensors}')
    .option('--segments <n>', 'T, segments of a clip', integerOption(1), 10)
    .addOption(new Option('--length <how>', 'how clips of other lengths come to T segments').choices(LENGTHS).default('pad'))
    .option('--jobs <n>', 'clips at the same time', integerOption(1), availableParallelism())
    .option('--list', 'list the extractors and their options')
    .option('--json', 'print the outcome for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      () => `
Examples:
  cmg extract --manifest clips.csv --out features
  cmg extract --manifest clips.csv --out features --extractor audio=vggish:weights=vggish.safetensors --length window

Exit code 3: some clips could not be read and were left out, the rest is there.

Extractors:
${describeExtractors(components()).join('\n')}`,
    )
    .action(async (options: ExtractCommandOptions) => {
      if (options.list) {
        for (const line of describeExtractors(components())) terminal.print(line);
        return;
      }
      const { manifest, out } = given(options);
      const rows = await readManifest(manifest);
      await openBackend(options.backend);
      const interrupt = interruptOnSignals();
      const extractors = await openExtractors(components(), rows, options);
      const progress = new ClipProgress(rows.length);
      const { segments, length, jobs } = options;
      try {
        const onClip = progress.update.bind(progress);
        const result = await extractFolder({ manifest, rows, folder: out, extractors, segments, length, jobs, signal: interrupt.signal, onClip });
        progress.end();
        const { outcome, extracted, kept, failed } = result;
        const counts = `${extracted} clips extracted, ${kept} kept, ${failed.length} left out`;
        if (options.json) terminal.print(JSON.stringify({ folder: out, ...result }));
        else terminal.print(outcome === 'finished' ? `${out}: ${counts}` : `interrupted (${counts}); go on with the same command`);
        if (outcome === 'interrupted') setExitCode(130);
        else if (failed.length > 0) setExitCode(INCOMPLETE);
      } finally {
        interrupt.dispose();
        for (const { session } of Object.values(extractors)) session.dispose();
      }
    });
}

function given({ manifest, out }: ExtractCommandOptions): { manifest: string; out: string } {
  if (manifest !== undefined && out !== undefined) return { manifest, out };
  throw new CmgError(`the option '--${manifest === undefined ? 'manifest' : 'out'}' is missing`, { kind: 'usage' });
}

async function openExtractors(
  { modalities: plugins }: Components,
  rows: readonly PlacedRow[],
  { modality, extractor, config }: ExtractCommandOptions,
): Promise<PerModality<OpenExtractor>> {
  const wanted = new Map([...(config === undefined ? [] : await loadExtractors(config)), ...extractor.map(parseExtractor)]);
  const columns = new Set(rows.flatMap(({ sources }) => Object.keys(sources)).map((name) => (name === 'image' ? 'video' : name)));
  const names = modality ?? plugins.names.filter((name) => columns.has(name));
  if (names.length === 0) {
    throw new CmgError('the manifest has no column of a modality', { kind: 'usage', hint: `Known: ${plugins.names.join(', ')}, image.` });
  }
  const unused = [...wanted.keys()].find((name) => !names.includes(name));
  if (unused !== undefined) {
    throw new CmgError(`an extractor is given for '${unused}', which is not extracted`, { kind: 'usage', hint: `Extracted: ${names.join(', ')}.` });
  }
  const open: [string, OpenExtractor][] = [];
  for (const name of names) open.push([name, await openExtractor(plugins.get(name), wanted.get(name))]);
  return Object.fromEntries(open);
}

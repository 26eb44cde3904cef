import { type Length, LENGTHS, type WantedExtractor } from '@cmg/media';
import { loadExtractors, parseExtractor } from '@cmg/pipeline';
import { type Command, Option } from 'commander';
import { availableParallelism } from 'node:os';
import { integerOption, listOption } from './list-option.js';

/** What {@link withExtraction} adds to a command's options. */
export interface ExtractionOptions {
  readonly modality?: string[];
  readonly extractor: string[];
  readonly extractors?: string;
  readonly length: Length;
  readonly partial?: boolean;
  readonly jobs: number;
}

/** Gives a command the options that say how features are made of raw media. */
export const withExtraction = (command: Command): Command =>
  command
    .option('--modality <names>', 'modalities, by comma; default: those that have a column', listOption)
    .option(
      '--extractor <modality=name:options>',
      'how features are made: a name, a package or a path; may be repeated',
      (text: string, all: string[]) => [...all, text],
      [],
    )
    .option('--extractors <file>', 'extractors and their options, YAML: audio: {use: vggish, weights: vggish.safetensors}')
    .addOption(new Option('--length <how>', 'how clips of other lengths come to T segments').choices(LENGTHS).default('pad'))
    .option('--partial', 'extract clips that lack a modality with what they have (data: missing: partial); default: leave them out')
    .option('--jobs <n>', 'clips at the same time', integerOption(1), availableParallelism());

/** The extractors that were asked for. @throws CmgError of kind `usage` where the file of extractors or an option cannot be read */
export async function extractorsOf({
  extractor,
  extractors: file,
}: Pick<ExtractionOptions, 'extractor' | 'extractors'>): Promise<Map<string, WantedExtractor>> {
  return new Map([...(file === undefined ? [] : await loadExtractors(file)), ...extractor.map(parseExtractor)]);
}

import {
  CmgError,
  type ComponentConfig,
  type Dataset,
  forModality,
  type Labels,
  type NdArray,
  type PerModality,
  perModality,
  type Pictures,
} from '@cmg/core';
import type { ArraySource } from '../arrays/array-source.js';
import type { Locator } from '../arrays/locator.js';
import { type FeatureLayout, widthOf } from '../arrays/feature-layout.js';
import type { ClipLengths } from './clip-lengths.js';
import type { ClipSplit, ClipTable } from './clip-table.js';

/** An open data set that reads each clip's features on demand. */
export class TableDataset implements Dataset {
  readonly segments: number;
  readonly classes: readonly string[];
  readonly splits: Readonly<Record<string, number>>;
  readonly featureShapes: PerModality<readonly number[]>;
  readonly splitModalities: Readonly<Record<string, readonly string[]>>;
  readonly labelledSplits: readonly string[];
  readonly pictures?: Pictures;
  readonly extractors?: PerModality<ComponentConfig>;
  readonly length?: NonNullable<Dataset['length']>;
  readonly lengths?: NonNullable<Dataset['lengths']>;
  private readonly known = new Map<string, Promise<Labels>>();

  /** @param name the reader's, for messages */
  constructor(
    private readonly name: string,
    private readonly table: ClipTable,
    readonly fingerprint: string,
    private readonly arrays: ArraySource,
    lengths: ClipLengths = {},
  ) {
    const { segments, classes, splits, features, pictures, extractors, length } = table;
    const perSplit = <T>(map: (split: ClipSplit) => T) =>
      Object.fromEntries(Object.entries(splits).map(([split, content]) => [split, map(content)]));
    this.segments = segments;
    this.classes = classes;
    this.splits = perSplit(({ clips }) => clips);
    this.splitModalities = perSplit(({ locate }) => Object.keys(locate));
    this.labelledSplits = Object.keys(splits).filter((split) => splits[split]?.labels !== undefined);
    this.featureShapes = perModality(Object.keys(features), (modality) => forModality(features, modality).shape);
    if (pictures !== undefined) this.pictures = pictures;
    if (extractors !== undefined) this.extractors = extractors;
    if (length !== undefined) this.length = length;
    if (Object.keys(lengths).length > 0) this.lengths = (split, modality) => lengths[split]?.[modality];
  }

  async read(split: string, modality: string, rows: ArrayLike<number>, spare?: Float32Array): Promise<NdArray<Float32Array>> {
    const { locate, clips } = this.split(split);
    const locator = locate[modality];
    if (locator === undefined) throw this.unknown(`modality '${modality}' in split '${split}'`, Object.keys(locate));
    const layout = forModality(this.table.features, modality);
    const from = Array.from(rows, (clip) => checkedLocator(locator, split, clip, clips));
    const data = await this.clips(from, layout, spare);
    return { data, shape: [rows.length, this.segments, ...layout.shape] };
  }

  /** The clips at these locations, zeros where there is none. */
  private async clips(from: readonly (Locator | undefined)[], layout: FeatureLayout, spare?: Float32Array): Promise<Float32Array> {
    const there = from.filter((locator) => locator !== undefined);
    const read = (memory?: Float32Array) =>
      this.arrays.clips({ from: there, layout, segments: this.segments, ...(memory && { spare: memory }) });
    if (there.length === from.length) return read(spare);
    const [data, width] = [await read(), this.segments * widthOf(layout)];
    const block = new Float32Array(from.length * width);
    let next = 0;
    for (const [i, locator] of from.entries()) {
      if (locator !== undefined) block.set(data.subarray(next * width, ++next * width), i * width);
    }
    return block;
  }

  async labels(split: string): Promise<Labels> {
    const { labels } = this.split(split);
    if (labels === undefined) {
      throw new CmgError(`split '${split}' has no labels`, {
        kind: 'usage',
        where: this.name,
        hint: 'It can be used for pre-training, but not for measuring.',
      });
    }
    const known = this.known.get(split) ?? labels(this.fingerprint);
    this.known.set(split, known);
    return known;
  }

  recordings(split: string, modality: string): Int32Array | undefined {
    return this.split(split).recordings?.[modality];
  }

  close(): Promise<void> {
    return this.arrays.close();
  }

  private split(name: string): ClipSplit {
    const split = this.table.splits[name];
    if (split === undefined) throw this.unknown(`split '${name}'`, Object.keys(this.splits));
    return split;
  }

  private unknown(what: string, known: readonly string[]): CmgError {
    return new CmgError(`has no ${what}`, { kind: 'usage', where: this.name, hint: `Known: ${known.join(', ')}.` });
  }
}

function checkedLocator(locate: ClipSplit['locate'][string], split: string, clip: number, clips: number): Locator | undefined {
  if (Number.isInteger(clip) && clip >= 0 && clip < clips) return locate(clip);
  throw new CmgError(`split '${split}' has clips 0 to ${clips - 1}, not ${clip}`);
}

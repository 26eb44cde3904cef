import { CmgError, of, perModality, type Dataset, type FeatureBlock, type Labels, type PerModality, type Pictures, type Use } from '@cmg/core';
import type { ArraySource } from '../arrays/array-source.js';
import { type Locator, locatorText } from '../arrays/locator.js';
import { release } from '../arrays/release.js';
import type { ClipSplit, ClipTable } from './clip-table.js';
import { checkShape, fitSegments } from './feature-layout.js';
import { inParallel } from './in-parallel.js';

/** Clips that are on their way at a time: enough to keep the disk and a decoder busy, few enough to need little memory. */
const AHEAD = 4;

/** An open data set of which each clip's features are read when asked for. */
export class TableDataset implements Dataset {
  readonly segments: number;
  readonly classes: readonly string[];
  readonly splits: Readonly<Record<string, number>>;
  readonly featureShapes: PerModality<readonly number[]>;
  readonly splitModalities: Readonly<Record<string, readonly string[]>>;
  readonly pictures?: Pictures;
  readonly extractors?: PerModality<Use>;
  private readonly known = new Map<string, Promise<Labels>>();

  /** @param name the reader's, for messages */
  constructor(
    private readonly name: string,
    private readonly table: ClipTable,
    readonly fingerprint: string,
    private readonly arrays: ArraySource,
  ) {
    const { segments, classes, splits, features, pictures, extractors } = table;
    const perSplit = <T>(map: (split: ClipSplit) => T) =>
      Object.fromEntries(Object.entries(splits).map(([split, content]) => [split, map(content)]));
    this.segments = segments;
    this.classes = classes;
    this.splits = perSplit(({ clips }) => clips);
    this.splitModalities = perSplit(({ locate }) => Object.keys(locate));
    this.featureShapes = perModality(Object.keys(features), (modality) => of(features, modality).shape);
    if (pictures !== undefined) this.pictures = pictures;
    if (extractors !== undefined) this.extractors = extractors;
  }

  async read(split: string, modality: string, rows: ArrayLike<number>): Promise<FeatureBlock> {
    const { locate, clips } = this.split(split);
    const locator = locate[modality];
    if (locator === undefined) throw this.unknown(`modality '${modality}' in split '${split}'`, Object.keys(locate));
    const layout = of(this.table.features, modality);
    const shape = [rows.length, this.segments, ...layout.shape];
    const width = shape.slice(1).reduce((a, b) => a * b, 1);
    const data = new Float32Array(rows.length * width);
    const wanted = Array.from(rows, (clip, i) => ({ ...checkedLocator(locator, split, clip, clips), i }));
    // A large file is read from its beginning to its end, so that neighbouring rows share a chunk.
    wanted.sort((a, b) => (a.row ?? 0) - (b.row ?? 0) || a.i - b.i);
    await inParallel(wanted, AHEAD, async ({ i, ...from }) => {
      const array = await this.arrays.read(from);
      checkShape(array, layout, this.segments, locatorText(from));
      fitSegments(array, layout, this.segments, data, i * width);
      release(array);
    });
    return { data, shape };
  }

  async labels(split: string): Promise<Labels> {
    const { labels } = this.split(split);
    if (labels === undefined) {
      throw new CmgError(`split '${split}' has no labels`, { kind: 'usage', where: this.name, hint: 'It can be pre-trained on, not measured.' });
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

function checkedLocator(locate: (clip: number) => Locator, split: string, clip: number, clips: number): Locator {
  if (Number.isInteger(clip) && clip >= 0 && clip < clips) return locate(clip);
  throw new CmgError(`split '${split}' has clips 0 to ${clips - 1}, not ${clip}`);
}

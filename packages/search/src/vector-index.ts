import { CmgError } from '@cmg/core';
import { lockFolder } from '@cmg/formats';
import { type Manifest, readManifest, type Segment, writeManifest } from './manifest.js';
import { readTable } from './read-table.js';
import { inSegments, removeOtherSegments, writeSegment } from './segment-file.js';
import { type ItemName, keyOf, type RowAddress, type VectorTable } from './vector-table.js';

/** A clip in one modality; its id is unique within the modality. */
export interface IndexedItem extends ItemName {
  /** [width], finite and not all 0; only its direction counts. */
  readonly vector: Float32Array;
}

export interface SearchHit extends ItemName {
  /** Cosine, in [-1, 1]. */
  readonly score: number;
}

export interface VectorIndexOptions {
  /** Makes this process the only writer until `close`. Required for all changes to the index. */
  readonly write?: boolean;
  /**
   * Makes the index where there is none, if this process writes. One that is there and holds anything must be of the same width and have
   * been made by the same `about`; `remarks` are kept beside it and compared with nothing.
   */
  readonly create?: {
    readonly width: number;
    readonly about: Readonly<Record<string, string>>;
    readonly remarks?: Readonly<Record<string, string>>;
  };
  /** Most bytes of vectors in one file, and in one piece of memory; default: 256 MiB. */
  readonly segmentBytes?: number;
}

const SEGMENT_BYTES = 2 ** 28;
/** Segments are merged if there are more than this besides full ones, or more rows were removed than are left. */
const MOST_SEGMENTS = 32;

/**
 * A persistent set of named vectors, searched exactly by cosine.
 *
 * A folder holds segments (`NNNNNN.safetensors`, never changed) and a manifest, which is replaced by a rename. A change is on
 * disk when its promise is fulfilled; an interrupted or failed change has no effect, on disk or here. One process writes at a time; others read the state when they opened it.
 */
export class VectorIndex {
  private constructor(
    readonly folder: string,
    private manifest: Manifest,
    private readonly table: VectorTable,
    private readonly unlock: (() => Promise<void>) | undefined,
    private readonly segmentRows: number,
  ) {}

  /** @throws CmgError if there is no index, it is damaged, was created differently than `create` says, or another process writes */
  static async open(
    folder: string,
    { write = false, create, segmentBytes = SEGMENT_BYTES }: VectorIndexOptions = {},
  ): Promise<VectorIndex> {
    if (!(create && write) && (await readManifest(folder)) === undefined) {
      throw new CmgError('does not contain an index', { kind: 'usage', where: folder, hint: 'Build one with `cmg index add`.' });
    }
    const unlock = write ? await lockFolder(folder) : undefined;
    try {
      const rowsOf = (width: number) => Math.max(1, Math.floor(segmentBytes / (4 * width)));
      const { manifest, table } = await readState(folder, create, rowsOf);
      if (write) {
        await removeOtherSegments(folder, manifest.segments);
        if (manifest.segments.length === 0) await writeManifest(folder, manifest);
      }
      return new VectorIndex(folder, manifest, table, unlock, rowsOf(manifest.width));
    } catch (error) {
      await unlock?.();
      throw error;
    }
  }

  get size(): number {
    return this.table.size;
  }

  get width(): number {
    return this.manifest.width;
  }

  /** What made the vectors. */
  get about(): Readonly<Record<string, string>> {
    return this.manifest.about;
  }

  /** Number of items per modality. */
  get modalities(): Readonly<Record<string, number>> {
    const counts = new Map<string, number>();
    for (const { modality } of this.table.items) counts.set(modality, (counts.get(modality) ?? 0) + 1);
    return Object.fromEntries(counts);
  }

  /** Adds items, or replaces those of the same id and modality. All or nothing; on disk when the promise is fulfilled. */
  async add(items: readonly IndexedItem[]): Promise<void> {
    this.expectWritable();
    const latest = [...new Map(items.map((item) => [keyOf(item), item])).values()];
    if (latest.length === 0) return;
    for (const item of latest) this.unit(item);
    const written = await this.writeSegments(this.units(latest));
    const { segments } = this.without(latest);
    await this.commit({ ...this.manifest, next: this.manifest.next + written.length, segments: [...segments, ...written] });
    const addresses = written.flatMap(({ number, rows }) => Array.from({ length: rows }, (_, row) => ({ segment: number, row })));
    let i = 0;
    for (const { id, modality, vector } of this.units(latest)) this.table.set({ id, modality }, vector, addresses[i++] as RowAddress);
    await this.tidy();
  }

  /** Removes items; missing ones are ignored. @returns the number removed */
  async remove(names: readonly ItemName[]): Promise<number> {
    this.expectWritable();
    const before = this.size;
    await this.commit(this.without(names));
    for (const name of names) this.table.remove(name);
    await this.tidy();
    return before - this.size;
  }

  /**
   * The `count` most similar items, best first.
   *
   * @param query [width]; only its direction counts
   * @param modalities only items of these; default: all
   */
  search(query: Float32Array, count: number, modalities?: readonly string[]): SearchHit[] {
    return this.table
      .nearest(unit(query, this.width, 'the query'), count, modalities)
      .map(({ name, cosine }) => ({ ...name, score: cosine }));
  }

  /** All items with their unit vectors, in arbitrary order; a change ends it. */
  items(): Iterable<IndexedItem> {
    return this.table.entries();
  }

  /** The unit vector of an item; undefined if missing. */
  vector(id: string, modality: string): Float32Array | undefined {
    return this.table.vector({ id, modality });
  }

  /** Lets others write. */
  async close(): Promise<void> {
    await this.unlock?.();
  }

  /** The manifest with these items marked as removed. */
  private without(names: readonly ItemName[]): Manifest {
    const gone = new Map<number, Set<number>>(this.manifest.segments.map(({ number, removed }) => [number, new Set(removed)]));
    for (const name of names) {
      const address = this.table.address(name);
      if (address) gone.get(address.segment)?.add(address.row);
    }
    const segments = this.manifest.segments
      .map((segment) => ({ ...segment, removed: [...(gone.get(segment.number) ?? [])] }))
      .filter(({ rows, removed }) => removed.length < rows);
    return { ...this.manifest, segments };
  }

  private *units(items: readonly IndexedItem[]): Generator<IndexedItem> {
    for (const item of items) yield { id: item.id, modality: item.modality, vector: this.unit(item) };
  }

  /** Writes items of unit vectors into new segments, which count once they are committed. */
  private async writeSegments(items: Iterable<IndexedItem>): Promise<Segment[]> {
    const { width } = this;
    const written: Segment[] = [];
    for (const part of inSegments(items, this.segmentRows)) {
      const vectors = new Float32Array(part.length * width);
      for (const [row, { vector }] of part.entries()) vectors.set(vector, row * width);
      const segment = { number: this.manifest.next + written.length, rows: part.length, removed: [] };
      await this.orNothing(writeSegment(this.folder, segment, { items: part, vectors }));
      written.push(segment);
    }
    return written;
  }

  private async commit(manifest: Manifest): Promise<void> {
    await this.orNothing(writeManifest(this.folder, manifest));
    this.manifest = manifest;
  }

  /** Where a change fails, what it has written is removed: it may be what filled the disk. */
  private async orNothing(writing: Promise<void>): Promise<void> {
    try {
      await writing;
    } catch (error) {
      await removeOtherSegments(this.folder, this.manifest.segments).catch(() => undefined);
      throw error;
    }
  }

  /** Keeps opening fast. The change before it stands: where this fails, as on a full disk, the next change tries again. */
  private async tidy(): Promise<void> {
    try {
      await this.merge();
    } catch (error) {
      if (!(error instanceof CmgError)) throw error;
    }
  }

  /** Writes all items anew if there are many segments or many removed rows. */
  private async merge(): Promise<void> {
    const { segments, next } = this.manifest;
    const rows = segments.reduce((sum, segment) => sum + segment.rows, 0);
    const full = Math.floor(this.size / this.segmentRows);
    if (segments.length <= MOST_SEGMENTS + full && rows <= 2 * this.size + MOST_SEGMENTS) return;
    const written = await this.writeSegments(this.table.entries());
    await this.commit({ ...this.manifest, next: next + written.length, segments: written });
    this.table.moveTo(written);
    await removeOtherSegments(this.folder, written);
  }

  private expectWritable(): void {
    if (this.unlock === undefined) throw new CmgError('was opened read-only', { where: this.folder });
  }

  private unit({ id, modality, vector }: IndexedItem): Float32Array {
    return unit(vector, this.width, `${modality} ${id}`);
  }
}

/** A vector of length 1. @throws CmgError unless it has the width, is finite and not all 0 */
function unit(vector: Float32Array, width: number, name: string): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (vector.length === width && length > 0 && length < Infinity) return vector.map((value) => value / length);
  throw new CmgError(`expected a finite vector of ${width} numbers that are not all 0, got ${vector.length} of length ${length}`, {
    where: name,
  });
}

/** Retries if the folder's writer merged segments meanwhile. */
async function readState(
  folder: string,
  create: VectorIndexOptions['create'],
  rowsOf: (width: number) => number,
): Promise<{ manifest: Manifest; table: VectorTable }> {
  for (;;) {
    const manifest = await readOrCreate(folder, create);
    try {
      return { manifest, table: await readTable(folder, manifest, rowsOf(manifest.width)) };
    } catch (error) {
      if ((await readManifest(folder))?.next === manifest.next) throw error;
    }
  }
}

/** The folder's manifest, or the first one of a new index. */
async function readOrCreate(folder: string, create: VectorIndexOptions['create']): Promise<Manifest> {
  const manifest = await readManifest(folder);
  if (manifest === undefined || (create !== undefined && manifest.segments.length === 0)) {
    const { width = 0, about = {}, remarks = {} } = create ?? {};
    return { format: 1, width, about: { ...about, ...remarks }, next: manifest?.next ?? 1, segments: [] };
  }
  if (create === undefined) return manifest;
  const differs = Object.entries(create.about).find(([name, value]) => manifest.about[name] !== value);
  if (differs === undefined && manifest.width === create.width) return manifest;
  const [name, value] = differs ?? ['width', String(create.width)];
  throw new CmgError(`was made otherwise: ${name} is ${manifest.about[name] ?? manifest.width} there, ${value} here`, {
    kind: 'usage',
    where: folder,
    hint: 'Vectors of two models or heads cannot be compared: give the new index a folder of its own.',
  });
}

import { mkdir } from 'node:fs/promises';
import { CmgError } from '@cmg/core';
import { type Manifest, readManifest, writeManifest } from './manifest.js';
import { readTable } from './read-table.js';
import { removeOtherSegments, writeSegment } from './segment-file.js';
import { type ItemName, keyOf, type VectorTable } from './vector-table.js';
import { lockForWriting } from './write-lock.js';

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
}

/** Segments are merged if there are more than this, or more rows were removed than are left. */
const MOST_SEGMENTS = 32;

/**
 * A persistent set of named vectors, searched exactly by cosine.
 *
 * A folder holds segments (`NNNNNN.safetensors`, never changed) and a manifest, which is replaced by a rename. A change is on
 * disk when its promise is fulfilled; an interrupted change has no effect. One process writes at a time; others read the state when they opened it.
 */
export class VectorIndex {
  private constructor(
    readonly folder: string,
    private manifest: Manifest,
    private readonly table: VectorTable,
    private readonly unlock: (() => Promise<void>) | undefined,
  ) {}

  /** @throws CmgError if there is no index, it is damaged, was created differently than `create` says, or another process writes */
  static async open(folder: string, { write = false, create }: VectorIndexOptions = {}): Promise<VectorIndex> {
    if (create && write) await mkdir(folder, { recursive: true });
    else if ((await readManifest(folder)) === undefined) {
      throw new CmgError('does not contain an index', { kind: 'usage', where: folder, hint: 'Build one with `cmg index add`.' });
    }
    const unlock = write ? await lockForWriting(folder) : undefined;
    try {
      const { manifest, table } = await readState(folder, create);
      if (write) {
        await removeOtherSegments(folder, manifest.segments);
        if (manifest.segments.length === 0) await writeManifest(folder, manifest);
      }
      return new VectorIndex(folder, manifest, table, unlock);
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
    const counts: Record<string, number> = {};
    for (const { modality } of this.table.items) counts[modality] = (counts[modality] ?? 0) + 1;
    return counts;
  }

  /** Adds items, or replaces those of the same id and modality. All or nothing; on disk when the promise is fulfilled. */
  async add(items: readonly IndexedItem[]): Promise<void> {
    this.expectWritable();
    const latest = [...new Map(items.map((item) => [keyOf(item), item])).values()];
    if (latest.length === 0) return;
    const { width } = this;
    const vectors = new Float32Array(latest.length * width);
    latest.forEach((item, row) => vectors.set(this.unit(item.vector, `${item.modality} ${item.id}`), row * width));
    const number = this.manifest.next;
    await writeSegment(this.folder, number, { items: latest.map(({ id, modality }) => ({ id, modality })), vectors });
    const { segments } = this.without(latest);
    await this.commit({ ...this.manifest, next: number + 1, segments: [...segments, { number, rows: latest.length, removed: [] }] });
    for (const [row, { id, modality }] of latest.entries()) {
      this.table.set({ id, modality }, vectors.subarray(row * width, (row + 1) * width), { segment: number, row });
    }
    await this.merge();
  }

  /** Removes items; missing ones are ignored. @returns the number removed */
  async remove(names: readonly ItemName[]): Promise<number> {
    this.expectWritable();
    const before = this.size;
    await this.commit(this.without(names));
    for (const name of names) this.table.remove(name);
    await this.merge();
    return before - this.size;
  }

  /**
   * The `count` most similar items, best first.
   *
   * @param query [width]; only its direction counts
   * @param modalities only items of these; default: all
   */
  search(query: Float32Array, count: number, modalities?: readonly string[]): SearchHit[] {
    return this.table.nearest(this.unit(query, 'the query'), count, modalities).map(({ name, cosine }) => ({ ...name, score: cosine }));
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

  private async commit(manifest: Manifest): Promise<void> {
    await writeManifest(this.folder, manifest);
    this.manifest = manifest;
  }

  /** Merges all items into one segment if there are many segments or many removed rows, so that opening stays fast. */
  private async merge(): Promise<void> {
    const { segments, next } = this.manifest;
    const written = segments.reduce((sum, { rows }) => sum + rows, 0);
    if (segments.length <= MOST_SEGMENTS && written <= 2 * this.size + MOST_SEGMENTS) return;
    if (this.size > 0) await writeSegment(this.folder, next, this.table);
    await this.commit({
      ...this.manifest,
      next: next + 1,
      segments: this.size > 0 ? [{ number: next, rows: this.size, removed: [] }] : [],
    });
    this.table.moveTo(next);
    await removeOtherSegments(this.folder, this.manifest.segments);
  }

  private expectWritable(): void {
    if (this.unlock === undefined) throw new CmgError('was opened read-only', { where: this.folder });
  }

  private unit(vector: Float32Array, name: string): Float32Array {
    const length = Math.hypot(...vector);
    if (vector.length !== this.width || !(length > 0 && length < Infinity)) {
      throw new CmgError(`expected a finite vector of ${this.width} numbers that are not all 0, got ${vector.length} of length ${length}`, {
        where: name,
      });
    }
    return vector.map((value) => value / length);
  }
}

/** Retries if the folder's writer merged segments meanwhile. */
async function readState(folder: string, create: VectorIndexOptions['create']): Promise<{ manifest: Manifest; table: VectorTable }> {
  for (;;) {
    const manifest = await readOrCreate(folder, create);
    try {
      return { manifest, table: await readTable(folder, manifest) };
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

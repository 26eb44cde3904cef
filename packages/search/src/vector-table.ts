import { exactSearch, innerProduct } from './exact-search.js';

/** The location of a vector on disk. */
export interface RowAddress {
  readonly segment: number;
  readonly row: number;
}

/** The key of a vector. */
export interface ItemName {
  readonly id: string;
  readonly modality: string;
}

/** Rows of a new block. */
const FIRST_ROWS = 64;

/**
 * Unit vectors in memory, in arbitrary order, in blocks of a bounded size. Blocks grow by doubling, and are never joined: arrays of many
 * gigabytes cannot be had everywhere.
 */
export class VectorTable {
  private readonly blocks: Float32Array[] = [];
  private names: ItemName[] = [];
  private addresses: RowAddress[] = [];
  private readonly positions = new Map<string, number>();

  constructor(
    readonly width: number,
    /** Most rows of a block. */
    private readonly blockRows: number,
  ) {}

  get size(): number {
    return this.names.length;
  }

  /** In arbitrary order. */
  get items(): readonly ItemName[] {
    return this.names;
  }

  /** All vectors with their keys; a change invalidates them. */
  *entries(): Generator<ItemName & { readonly vector: Float32Array }> {
    for (const [position, name] of this.names.entries()) yield { ...name, vector: this.at(position) };
  }

  /** Adds a vector, or replaces the one with the same key. */
  set(name: ItemName, vector: Float32Array, address: RowAddress): void {
    const position = this.positions.get(keyOf(name)) ?? this.size;
    this.makeRoom(position);
    this.at(position).set(vector);
    this.names[position] = name;
    this.addresses[position] = address;
    this.positions.set(keyOf(name), position);
  }

  /** The last vector takes the place of the removed one. */
  remove(name: ItemName): void {
    const position = this.positions.get(keyOf(name));
    if (position === undefined) return;
    const last = this.size - 1;
    const { names, addresses } = this;
    this.at(position).set(this.at(last));
    names[position] = names[last] as ItemName;
    addresses[position] = addresses[last] as RowAddress;
    this.positions.set(keyOf(names[position]), position);
    this.positions.delete(keyOf(name));
    names.pop();
    addresses.pop();
  }

  /** The vector's location on disk; undefined if missing. */
  address(name: ItemName): RowAddress | undefined {
    const position = this.positions.get(keyOf(name));
    return position === undefined ? undefined : this.addresses[position];
  }

  /** A copy; undefined if missing. */
  vector(name: ItemName): Float32Array | undefined {
    const position = this.positions.get(keyOf(name));
    return position === undefined ? undefined : this.at(position).slice();
  }

  /** Records that all vectors are now in these segments, in the order of {@link entries}. */
  moveTo(segments: readonly { readonly number: number; readonly rows: number }[]): void {
    this.addresses = segments.flatMap(({ number, rows }) => Array.from({ length: rows }, (_, row) => ({ segment: number, row })));
  }

  /** The `count` vectors of largest cosine with a unit vector, best first; all are compared, so it is exact. */
  nearest(query: Float32Array, count: number, modalities?: readonly string[]): { name: ItemName; cosine: number }[] {
    // Items of other modalities may come first: doubles the count until enough are left.
    for (let asked = count; ; asked *= 2) {
      const wanted = Math.min(asked, this.size);
      if (wanted === 0) return [];
      const found = this.nearestOfAll(query, wanted);
      const left = modalities ? found.filter(({ name }) => modalities.includes(name.modality)) : found;
      if (left.length >= count || wanted === this.size) return left.slice(0, count);
    }
  }

  private nearestOfAll(query: Float32Array, count: number): { name: ItemName; cosine: number }[] {
    const found = this.blocks.flatMap((block, b) => {
      const first = b * this.blockRows;
      const rows = Math.min(this.blockRows, this.size - first);
      if (rows <= 0) return [];
      const vectors = block.subarray(0, rows * this.width);
      const { keys, distances } = exactSearch(vectors, query, this.width, Math.min(count, rows), innerProduct());
      return Array.from(keys, (key, i) => ({
        name: this.names[first + Number(key)] as ItemName,
        cosine: 1 - (distances[i] as number),
      }));
    });
    return found.sort((a, b) => b.cosine - a.cosine).slice(0, count);
  }

  /** The vector at a position; a view. */
  private at(position: number): Float32Array {
    const row = position % this.blockRows;
    return (this.blocks[Math.floor(position / this.blockRows)] as Float32Array).subarray(row * this.width, (row + 1) * this.width);
  }

  private makeRoom(position: number): void {
    const index = Math.floor(position / this.blockRows);
    const block = this.blocks[index];
    const rows = (position % this.blockRows) + 1;
    if (block !== undefined && rows * this.width <= block.length) return;
    const grown = new Float32Array(Math.min(this.blockRows, Math.max(FIRST_ROWS, 2 * (rows - 1))) * this.width);
    if (block !== undefined) grown.set(block);
    this.blocks[index] = grown;
  }
}

/** An item's key as one string. */
export const keyOf = ({ id, modality }: ItemName) => JSON.stringify([modality, id]);

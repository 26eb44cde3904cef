import usearch from 'usearch';

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

/** Unit vectors in memory, in one block that grows by doubling, in arbitrary order. */
export class VectorTable {
  private block: Float32Array;
  private names: ItemName[] = [];
  private addresses: RowAddress[] = [];
  private readonly positions = new Map<string, number>();

  constructor(readonly width: number) {
    this.block = new Float32Array(64 * width);
  }

  get size(): number {
    return this.names.length;
  }

  /** In the order of {@link vectors}. */
  get items(): readonly ItemName[] {
    return this.names;
  }

  /** [size * width]; a view that the next change invalidates. */
  get vectors(): Float32Array {
    return this.block.subarray(0, this.size * this.width);
  }

  /** Adds a vector, or replaces the one with the same key. */
  set(name: ItemName, vector: Float32Array, address: RowAddress): void {
    const position = this.positions.get(keyOf(name)) ?? this.size;
    if ((position + 1) * this.width > this.block.length) {
      const larger = new Float32Array(2 * this.block.length);
      larger.set(this.block);
      this.block = larger;
    }
    this.block.set(vector, position * this.width);
    this.names[position] = name;
    this.addresses[position] = address;
    this.positions.set(keyOf(name), position);
  }

  /** The last vector takes the place of the removed one. */
  remove(name: ItemName): void {
    const position = this.positions.get(keyOf(name));
    if (position === undefined) return;
    const last = this.size - 1;
    const { names, addresses, width } = this;
    this.block.copyWithin(position * width, last * width, (last + 1) * width);
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
    return position === undefined ? undefined : this.block.slice(position * this.width, (position + 1) * this.width);
  }

  /** Records that all vectors are now in one segment, in their order. */
  moveTo(segment: number): void {
    this.addresses = this.names.map((_, row) => ({ segment, row }));
  }

  /** The `count` vectors of largest cosine with a unit vector, best first; all are compared, so it is exact. */
  nearest(query: Float32Array, count: number, modalities?: readonly string[]): { name: ItemName; cosine: number }[] {
    // Items of other modalities may come first: doubles the count until enough are left.
    for (let asked = count; ; asked *= 2) {
      const wanted = Math.min(asked, this.size);
      if (wanted === 0) return [];
      const { keys, distances } = usearch.exactSearch(this.vectors, query, this.width, wanted, usearch.MetricKind.IP);
      const found = Array.from(keys, (key, i) => ({ name: this.names[Number(key)] as ItemName, cosine: 1 - (distances[i] as number) }));
      const left = modalities ? found.filter(({ name }) => modalities.includes(name.modality)) : found;
      if (left.length >= count || wanted === this.size) return left.slice(0, count);
    }
  }
}

/** An item's key as one string. */
export const keyOf = ({ id, modality }: ItemName) => JSON.stringify([modality, id]);

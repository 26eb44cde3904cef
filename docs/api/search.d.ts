declare module '@cmg/search' {
  export interface IndexedItem extends ItemName {
      readonly vector: Float32Array;
  }
  export interface ItemName {
      readonly id: string;
      readonly modality: string;
  }
  export interface SearchHit extends ItemName {
      readonly score: number;
  }
  export class VectorIndex {
      readonly folder: string;
      static open(folder: string, { write, create, segmentBytes }?: VectorIndexOptions): Promise<VectorIndex>;
      get size(): number;
      get width(): number;
      get about(): Readonly<Record<string, string>>;
      get modalities(): Readonly<Record<string, number>>;
      add(items: readonly IndexedItem[]): Promise<void>;
      remove(names: readonly ItemName[]): Promise<number>;
      search(query: Float32Array, count: number, modalities?: readonly string[]): SearchHit[];
      items(): Iterable<IndexedItem>;
      vector(id: string, modality: string): Float32Array | undefined;
      close(): Promise<void>;
  }
  export interface VectorIndexOptions {
      readonly write?: boolean;
      readonly create?: {
          readonly width: number;
          readonly about: Readonly<Record<string, string>>;
          readonly remarks?: Readonly<Record<string, string>>;
      };
      readonly segmentBytes?: number;
  }
}

export type { ItemName } from './vector-table.js';
export { type IndexedItem, type SearchHit, VectorIndex, type VectorIndexOptions } from './vector-index.js';

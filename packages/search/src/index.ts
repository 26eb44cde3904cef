export { type IndexedItem, type SearchHit, VectorIndex, type VectorIndexOptions } from './vector-index.js';

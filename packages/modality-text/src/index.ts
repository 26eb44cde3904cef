export { wordVector } from './extract/word-vector.js';

export { portableGlove } from './extract/portable-glove.js';
export { portableVectors, type VectorsOptions } from './extract/portable-vectors.js';
export { portableWords, type WordsOptions } from './extract/portable-words.js';
export { spellingVector } from './extract/spelling-vector.js';
export { wordVector } from './extract/word-vector.js';
export { textModality as textPlugin } from './text-modality.js';
export { textOptions, type TextOptions } from './text-options.js';

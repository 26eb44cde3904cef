export { gloveExtractor } from './extract/glove-extractor.js';
export { spellingVector } from './extract/spelling-vector.js';
export { vectorsExtractor, type VectorsOptions } from './extract/vectors-extractor.js';
export { wordVector } from './extract/word-vector.js';
export { wordsExtractor, type WordsOptions } from './extract/words-extractor.js';
export { textOptions, type TextOptions } from './text-options.js';
export { textPlugin } from './text-plugin.js';

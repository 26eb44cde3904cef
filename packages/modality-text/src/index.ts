export { wordVector } from './extract/word-vector.js';
export { wordsExtractor, type WordsOptions } from './extract/words-extractor.js';
export { textOptions, type TextOptions } from './text-options.js';
export { textPlugin } from './text-plugin.js';

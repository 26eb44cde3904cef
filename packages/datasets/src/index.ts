export { cachedTensors } from './cache/cached-tensors.js';
export { digitsReader } from './digits/digits-reader.js';
export { type DigitsOptions } from './digits/digits-options.js';

export { digitsReader, digitsReader as default } from './digits-reader.js';
export type { DigitsOptions } from './digits-options.js';

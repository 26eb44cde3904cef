export { CodeEncoder } from './model/code-encoder.js';

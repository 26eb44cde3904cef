export { type Dtype, type NdArrayData } from './arrays/element-type.js';
export { isNdArray, toNamedArray, type NdArray } from './arrays/nd-array.js';
export { decodePickle, type PickleOptions } from './pickle/decode-pickle.js';
export type { PickleValue } from './pickle/pickle-value.js';
export { readZipEntry, type ZipEntryContent } from './zip/read-zip-entry.js';
export { ZipArchive, type ZipLimits } from './zip/zip-archive.js';

/**
 * What reading and writing files needs, and no TensorFlow: `@cmg/core/files` is for threads that only read, which start in
 * milliseconds and stay small. All of it is in `@cmg/core` too.
 */
export { CmgError, type CmgErrorDetails, type CmgErrorKind } from './cmg-error.js';
export { decodeNpy, decodeNpyHeader, encodeNpy, encodeNpyHeader, npyHeaderLength, type NpyHeader } from './npy.js';
export { of, perModality, type PerModality } from './per-modality.js';
export { decodeSafetensors, encodeSafetensors, readSafetensors, type NamedArray, type NamedArrayData, type Safetensors } from './safetensors.js';
export { writeFileAtomic } from './write-file-atomic.js';

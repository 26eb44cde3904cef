export { decodePicture, decodeSound } from './decode-media.js';
export { EXPORTED_RUN, exportedRun, type ExportedHead, type ExportedRun, type Shard } from './exported-run.js';
export { loadRun } from './load-run.js';
export { PORTABLE_EXTRACTORS } from './portable-extractors.js';
export type {
  ClipInput,
  ClipMedia,
  EncodedClips,
  FoundClip,
  Heard,
  Listening,
  LoadRunOptions,
  WebRun,
  WebSearchOptions,
} from './web-run.js';

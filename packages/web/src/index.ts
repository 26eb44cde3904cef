export { EXPORTED_RUN, exportedRun, type ExportedHead, type ExportedRun, type Shard } from './exported-run.js';
export type { ClipInput, ClipMedia, EncodedClips, FoundClip, LoadRun, LoadRunOptions, WebRun, WebSearchOptions } from './web-run.js';

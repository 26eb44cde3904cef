export { backgroundOption } from './decode/background.js';
export { isBlock } from './decode/blocks-of.js';
export { decodeLive } from './decode/decode-live.js';
export { decodeMedia, type DecodeOptions } from './decode/decode-media.js';
export type { LiveSource } from './decode/ffmpeg-output.js';
export { clipMedia, clipSource } from './extract/clip-media.js';
export { fileHash } from '@cmg/formats';
export { contentKey } from './extract/content-key.js';
export { type ClipSettings, clipTimelines } from './extract/extract-clip.js';
export { type ClipRemark, extractFolder, type ExtractOptions, type ExtractProgress, type ExtractResult } from './extract/extract-folder.js';
export { featurize, type FeaturizeOptions, type FeatureTarget } from './extract/featurize.js';
export { NoteTally } from './extract/note-tally.js';
export {
  describeExtractor,
  extractorsOf,
  openExtractor,
  type ExtractedModality,
  type LoadedExtractor,
  type LoadExtractor,
  type OpenExtractor,
  type WantedExtractor,
} from './extract/open-extractor.js';
export { fitClip, LENGTHS, type Length, type Timeline, type Window } from './length/fit-clip.js';
export { fitFeatures, type OwnFeatures } from './length/fit-features.js';
export { LastSegments } from './length/last-segments.js';
export { type ClipRow, type PlacedRow, RESERVED } from './manifest/clip-row.js';
export { manifestColumns, type ManifestColumns } from './manifest/manifest-columns.js';
export { manifestText } from './manifest/manifest-text.js';
export { readManifest } from './manifest/read-manifest.js';
export { TfjsModel } from './tfjs/tfjs-model.js';
export { tfjsOptions, type TfjsOptions } from './tfjs/tfjs-options.js';
export { audioTransformers } from './transformers/audio-transformers.js';
export { openSoundSession, type OpenModel } from './transformers/open-session.js';
export {
  audioClap,
  audioWav2vec2,
  type PresetOptions,
  textBert,
  textClap,
  textClip,
  textMinilm,
  textSiglip,
  videoClip,
  type VideoPresetOptions,
  videoSiglip,
} from './transformers/presets.js';
export { textTransformers, type TextTransformersOptions } from './transformers/text-transformers.js';
export type { TransformersOptions } from './transformers/transformers-options.js';
export { videoTransformers, type VideoTransformersOptions } from './transformers/video-transformers.js';
export { readWeights, type WeightFile } from './weights/read-weights.js';

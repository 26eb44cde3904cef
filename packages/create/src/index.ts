export { KINDS, type Kind } from './component-kind.js';
export { generate, type GeneratedPackage, type GenerateOptions } from './generate.js';
export type { GeneratedFile } from './generated-file.js';
export { initProject } from './init-project.js';
export { type OwnClips, ownClipsConfig } from './own-clips-config.js';
export { writeNewFiles } from './write-new-files.js';

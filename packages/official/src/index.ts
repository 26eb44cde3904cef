export { sizesOfCheckpoint, type ModalitySizes, type OfficialSizes } from './checkpoint-sizes.js';
export { byOfficialName, exportCheckpoint } from './export-checkpoint.js';
export { importCheckpoint, type ImportReport } from './import-checkpoint.js';
export { checkpointOf, CHECKPOINT_MODULES, officialTensor, type OfficialCheckpoint } from './official-checkpoint.js';
export type { OfficialName, OfficialNames } from './names/official-name.js';
export { officialNames, type NamedConfig } from './names/official-names.js';
export { officialTree, readOfficialFile, type OfficialFile, type OfficialTree } from './official-file.js';
export { sizedConfig } from './sized-config.js';
export { keepUnusedTensors, unusedTensors } from './unused-tensors.js';

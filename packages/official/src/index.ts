export { sizesOfCheckpoint, type ModalitySizes, type OfficialSizes } from './checkpoint-sizes.js';
export { byOfficialName, exportCheckpoint } from './export-checkpoint.js';
export { importCheckpoint, type ImportReport } from './import-checkpoint.js';
export { CHECKPOINT_MODULES, officialTensor, type OfficialCheckpoint } from './official-checkpoint.js';
export { officialNames, type NamedConfig } from './official-names.js';
export { sizedConfig } from './sized-config.js';

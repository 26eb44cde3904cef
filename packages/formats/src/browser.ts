export { parseJson, type OwnFile } from './files/parse-json.js';
export { decodeSafetensors, encodeSafetensors, type Safetensors } from './safetensors/safetensors.js';

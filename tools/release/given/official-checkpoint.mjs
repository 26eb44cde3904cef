/** MODEL.pkl: a small checkpoint of three modalities, as the official code saves one. */
import { copyFile } from 'node:fs/promises';

await copyFile(new URL('../../../fixtures/torch/avt.pt', import.meta.url), 'MODEL.pkl');

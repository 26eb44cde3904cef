import { join } from 'node:path';
import preset from '../../jest.preset.mjs';
import { ROOT } from '../lib/run.mjs';

const here = (file) => join(import.meta.dirname, file);
const [[files, [, options]]] = Object.entries(preset.transform);

/** The tests of one package, in a given order, with one mutant in its sources. */
export default {
  ...preset,
  rootDir: join(ROOT, 'packages', process.env.CMG_MUTATED_PACKAGE ?? ''),
  testTimeout: 180_000,
  setupFilesAfterEnv: [...preset.setupFilesAfterEnv, here('record-reached.mjs')],
  reporters: [here('report-results.mjs')],
  testSequencer: here('test-order.mjs'),
  transform: { [files]: [here('transform.mjs'), options] },
};

import { relative } from 'node:path';
import swc from '@swc/jest';
import { ROOT } from '../lib/run.mjs';
import { markFunctions } from './find-mutants.mjs';

const { CMG_MUTANT, CMG_MUTATED_PACKAGE } = process.env;
const mutant = CMG_MUTANT && JSON.parse(CMG_MUTANT);

/** The source with the mutant; where none is given, with marks of which functions run. */
function change(source, path) {
  const file = relative(ROOT, path);
  if (mutant) return file === mutant.file ? source.slice(0, mutant.start) + mutant.to + source.slice(mutant.end) : source;
  return file.startsWith(`packages/${CMG_MUTATED_PACKAGE}/src/`) ? markFunctions(file, source) : source;
}

/** Jest's usual transformer, given the changed source: no file on disk changes. */
export default {
  createTransformer(options) {
    /** @type {any} */
    const usual = swc.createTransformer(options);
    return {
      process: (source, path, given) => usual.process(change(source, path), path, given),
      getCacheKey: (source, path, given) => usual.getCacheKey(change(source, path), path, given),
    };
  },
};

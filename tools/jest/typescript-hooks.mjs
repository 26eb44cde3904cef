import { transform } from '@swc/core';
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

/**
 * Lets a worker thread that a test starts run TypeScript sources, as Jest does for the test itself: `node --import` this file.
 * Sources are compiled by SWC, `./x.js` means `./x.ts`, and packages resolve to their sources.
 */
if (!isMainThread) register(import.meta.url);

export async function resolve(specifier, context, next) {
  const conditions = [...context.conditions, '@cmg/source'];
  const source = context.parentURL?.endsWith('.ts') && specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier;
  return next(source, { ...context, conditions });
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = await transform(await readFile(fileURLToPath(url), 'utf8'), {
    filename: fileURLToPath(url),
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}

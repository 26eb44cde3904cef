import { appendFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/** `node --import` this file: the address of each ES module that is loaded is a line of the file that `CMG_TEST_LOADED` names. */
if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  appendFileSync(process.env.CMG_TEST_LOADED, `${url}\n`);
  return next(url, context);
}

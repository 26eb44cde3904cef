import { register } from 'node:module';

/** Lets a process that a test starts run TypeScript sources: `node --import` this file. See typescript-hooks.mjs. */
register('./typescript-hooks.mjs', import.meta.url);

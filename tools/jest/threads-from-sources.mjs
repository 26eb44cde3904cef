import { fileURLToPath } from 'node:url';

/** Threads that a test starts run TypeScript sources: see typescript-hooks.mjs. */
const hooks = fileURLToPath(new URL('./typescript-hooks.mjs', import.meta.url));
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --import ${hooks}`;

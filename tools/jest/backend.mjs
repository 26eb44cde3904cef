import { openBackend, parseBackendChoice } from '@cmg/runtime';

// Test files run side by side: WebAssembly has one thread in each.
process.env.CMG_WASM_THREADS ??= '1';

/** Every test file runs on the backend that CMG_TEST_BACKEND names; without it, on the fastest that opens. */
await openBackend(parseBackendChoice(process.env.CMG_TEST_BACKEND));

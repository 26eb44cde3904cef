import { openBackend, parseBackendChoice } from '@cmg/runtime';

/** Every test file runs on the backend that CMG_TEST_BACKEND names; without it, on the fastest that opens. */
await openBackend(parseBackendChoice(process.env.CMG_TEST_BACKEND));

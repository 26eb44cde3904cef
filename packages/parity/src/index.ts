export { checkRun, compareRuns } from './check-run.js';
export { formatEntries } from './format-entries.js';
export { Ledger, TOLERANCES, type Entry, type Quantity } from './ledger.js';
export { main, type Output } from './main.js';
export { RecordedRun } from './recorded-run.js';
export { replay } from './replay.js';

export { checkRun, compareRuns } from './check-run.js';
export { formatEntries } from './format-entries.js';
export { ErrorReport, TOLERANCES, type Entry, type Quantity } from './error-report.js';
export { main, type Output } from './main.js';
export { RecordedRun } from './recorded-run.js';
export { replay } from './replay.js';

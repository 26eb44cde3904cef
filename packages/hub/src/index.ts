export { modelCard, type CardFacts } from './model-card.js';
export { pullRun, type PullOptions, type PulledRun } from './pull-run.js';
export { pushRun, type PushOptions, type PushedRun } from './push-run.js';

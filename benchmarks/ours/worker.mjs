/** @import { Answers, Case, Runnable } from '../types.ts' */
/** Runs one case on one of our backends: a line of JSON in, a line of JSON out. See ../README.md for the protocol. */
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { openBackend, parseBackendChoice } from '@cmg/runtime';
import { Downstream } from './downstream.mjs';
import { Quantise } from './quantise.mjs';
import { Reading } from './reading.mjs';
import { Training } from './training.mjs';

/** @param {Case} benchmark @returns {Runnable} */
function prepared(benchmark) {
  switch (benchmark.kind) {
    case 'training':
      return new Training(benchmark);
    case 'quantise':
      return new Quantise(benchmark);
    case 'downstream':
      return new Downstream(benchmark);
    case 'reading':
      return new Reading(benchmark);
  }
}

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/**
 * @param {Runnable} benchmark
 * @param {number} repeats
 */
async function measure(benchmark, repeats) {
  const [wall, cpu] = [performance.now(), cpuSeconds()];
  await benchmark.run(repeats);
  return { seconds: (performance.now() - wall) / 1000 / repeats, cpuSeconds: (cpuSeconds() - cpu) / repeats };
}

const report = await openBackend(parseBackendChoice(process.env['BENCH_BACKEND']));
/** @type {Runnable | undefined} */
let benchmark;
/** @type {{ [Request in keyof Answers]: (value: any) => Promise<Answers[Request]> }} */
const answers = {
  prepare: async (description) => {
    benchmark = prepared(description);
    return { parameters: benchmark.parameters, version: report.versions.libtensorflow ?? report.versions.tfjs };
  },
  run: (repeats) => (benchmark === undefined ? Promise.reject(new Error('nothing is prepared')) : measure(benchmark, repeats)),
  memory: async () => ({ peakBytes: process.resourceUsage().maxRSS * 1024 }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [[request, value] = []] = /** @type {[keyof Answers, unknown][]} */ (Object.entries(JSON.parse(line)));
  if (request === undefined) continue;
  const reply = await answers[request](value).catch((/** @type {Error} */ error) => ({ error: error.stack }));
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

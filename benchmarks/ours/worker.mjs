/** Runs one case on one of our backends: a line of JSON in, a line of JSON out. See ../README.md for the protocol. */
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { openBackend } from '@cmg/runtime';
import { Downstream } from './downstream.mjs';
import { Quantise } from './quantise.mjs';
import { Reading } from './reading.mjs';
import { Training } from './training.mjs';

const CASES = { training: Training, quantise: Quantise, downstream: Downstream, reading: Reading };

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

async function measure(benchmark, repeats) {
  const [wall, cpu] = [performance.now(), cpuSeconds()];
  await benchmark.run(repeats);
  return { seconds: (performance.now() - wall) / 1000 / repeats, cpuSeconds: (cpuSeconds() - cpu) / repeats };
}

const report = await openBackend(process.env['BENCH_BACKEND']);
let benchmark;
const answers = {
  prepare: async (description) => {
    benchmark = new CASES[description.kind](description);
    return { parameters: benchmark.parameters, version: report.versions.libtensorflow ?? report.versions.tfjs };
  },
  run: (repeats) => measure(benchmark, repeats),
  memory: async () => ({ peakBytes: process.resourceUsage().maxRSS * 1024 }),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [[request, value]] = Object.entries(JSON.parse(line));
  const reply = await answers[request](value).catch((error) => ({ error: error.stack }));
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}

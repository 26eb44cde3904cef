import type { BackendName } from '../backend-name.js';
import type { RuntimeReport } from './runtime-report.js';

const TITLES: Readonly<Record<BackendName, string>> = {
  gpu: 'native TensorFlow on CUDA',
  native: 'native TensorFlow',
  wasm: 'WebAssembly',
  js: 'JavaScript',
};

/** The report as a few lines for a terminal. */
export function formatRuntimeReport(report: RuntimeReport): string {
  const { backend, failures, versions, threads, gflops, advice } = report;
  const library = versions.libtensorflow === undefined ? [] : [`libtensorflow ${versions.libtensorflow}`, `tfjs-node ${versions.tfjsNode}`];
  const speed = gflops === undefined ? '' : `, ${gflops.toFixed(gflops < 10 ? 1 : 0)} GFLOP/s`;
  const lines = [
    `backend    ${backend} (${TITLES[backend]}), ${threads} ${threads === 1 ? 'thread' : 'threads'}${speed}`,
    `versions   ${[`Node ${versions.node}`, `tfjs ${versions.tfjs}`, ...library].join(', ')}`,
    ...failures.map(({ name, reason }) => `not ${name.padEnd(7)}${reason}`),
    ...advice.map((sentence) => `advice     ${sentence}`),
  ];
  return lines.join('\n');
}

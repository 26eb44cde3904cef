import type { RuntimeReport } from '@cmg/runtime';

/** Which TensorFlow runs, and why it is a slow one. */
export function backendLine({ backend, versions, threads, failures }: RuntimeReport): string {
  const why = failures.map(({ name, reason }) => `no ${name}: ${reason}`).join('; ');
  const version = versions.libtensorflow === undefined ? `tfjs ${versions.tfjs}` : `TensorFlow ${versions.libtensorflow}`;
  const slow = why !== '' && (backend === 'wasm' || backend === 'js') ? ` (${why}; see cmg doctor)` : '';
  return `TensorFlow backend: ${backend}, ${version}, ${threads} thread${threads === 1 ? '' : 's'}${slow}`;
}

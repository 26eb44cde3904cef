import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const VENV = join(import.meta.dirname, '.venv');
const REQUIREMENTS = ['torch==2.13.0', 'numpy', 'h5py==3.16.0'];

/**
 * The Python that runs PyTorch: `CMG_BENCH_PYTHON` where that is set, else an environment of the benchmark's own, made on first use.
 * Where it cannot be made, `reason` says why.
 *
 * @returns {{ python?: string, reason?: string }}
 */
export function findPyTorch() {
  const python = process.env['CMG_BENCH_PYTHON'] ?? join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  try {
    if (python.startsWith(VENV) && !imports(python, 'torch, h5py')) makeEnvironment(python);
    execFileSync(python, ['-c', 'import torch'], { stdio: 'pipe' });
    return { python };
  } catch (error) {
    return { reason: `no PyTorch: ${lastLine(error)}` };
  }
}

/** What a command that failed said last. @param {unknown} error */
export function lastLine(error) {
  const { stderr, message } = /** @type {Error & { stderr?: Buffer | string }} */ (error);
  return (stderr?.toString() || message).trim().split('\n').at(-1);
}

/**
 * @param {string} python
 * @param {string} modules
 */
function imports(python, modules) {
  return existsSync(python) && spawnSync(python, ['-c', `import ${modules}`]).status === 0;
}

/** @param {string} python */
function makeEnvironment(python) {
  console.error(`Installing ${REQUIREMENTS.join(', ')} into ${VENV} …`);
  execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'pipe' });
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...REQUIREMENTS], { stdio: ['ignore', 'ignore', 'pipe'] });
}

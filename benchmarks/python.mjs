import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const VENV = join(import.meta.dirname, '.venv');
const REQUIREMENTS = ['torch==2.13.0', 'numpy'];

/**
 * The Python that runs PyTorch: `CMG_BENCH_PYTHON` where that is set, else an environment of the benchmark's own, made on first use.
 * Where it cannot be made, `reason` says why.
 */
export function findPyTorch() {
  const python = process.env['CMG_BENCH_PYTHON'] ?? join(VENV, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  try {
    if (!existsSync(python)) makeEnvironment(python);
    execFileSync(python, ['-c', 'import torch'], { stdio: 'pipe' });
    return { python };
  } catch (error) {
    return { reason: `no PyTorch: ${String(error.stderr || error.message).trim().split('\n').at(-1)}` };
  }
}

function makeEnvironment(python) {
  console.error(`Installing ${REQUIREMENTS.join(', ')} into ${VENV} …`);
  execFileSync('python3', ['-m', 'venv', VENV], { stdio: 'pipe' });
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...REQUIREMENTS], { stdio: ['ignore', 'ignore', 'pipe'] });
}

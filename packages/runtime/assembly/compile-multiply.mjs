import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from 'assemblyscript/asc';

const FLAGS = [
  '-O3',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--enable',
  'threads',
  '--importMemory',
  '--noExportMemory',
  '--maximumMemory',
  '65536',
];
const SOURCE = readFileSync(fileURLToPath(new URL('./multiply.ts', import.meta.url)), 'utf8');

/** The source text of `src/wasm/multiply-code.ts`. */
export async function compileMultiply() {
  const [own, shared] = [await compile([]), await compile(['--sharedMemory'])];
  return [
    '/** Compiled from `assembly/multiply.ts`; not written by hand. For memory of one thread. */',
    `export const OWN_MEMORY = '${own}';`,
    '',
    '/** The same for memory that threads share. */',
    `export const SHARED_MEMORY = '${shared}';`,
    '',
  ].join('\n');
}

async function compile(flags) {
  let code;
  const { error, stderr } = await main(['multiply.ts', ...FLAGS, ...flags, '--outFile', 'multiply.wasm'], {
    readFile: (name) => (name === 'multiply.ts' ? SOURCE : null),
    writeFile: (_name, contents) => (code = contents),
    listFiles: () => [],
  });
  if (error !== null) throw new Error(stderr.toString(), { cause: error });
  return Buffer.from(code).toString('base64');
}

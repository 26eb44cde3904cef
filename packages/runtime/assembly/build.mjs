/** Compiles `multiply.ts` into `src/wasm/multiply-code.ts`: `npm run build:wasm -w @cmg/runtime`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileMultiply } from './compile-multiply.mjs';

writeFileSync(fileURLToPath(new URL('../src/wasm/multiply-code.ts', import.meta.url)), await compileMultiply());

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { ThreadedModule } from './wasm-backend.js';

const require = createRequire(import.meta.url);
const SCRIPT = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';

/** What is used of WebAssembly here; TypeScript declares it for browsers only. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  readonly Instance: new (code: object, imports: Imports) => { readonly exports: object };
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number; readonly shared: boolean }) => object;
};

type Imports = Readonly<Record<string, object>>;

/** A page of WebAssembly's memory is 64 KiB: the build wants 16 MiB to start with, and may grow to 4 GiB. */
const PAGES = { initial: 2 ** 8, maximum: 2 ** 16 };

/** What the script of the module (made by Emscripten) takes, and adds to. */
interface Options {
  readonly wasmMemory: object;
  readonly mainScriptUrlOrBlob: string;
  locateFile(name: string, folder: string): string | URL;
  instantiateWasm(imports: Imports, receive: (instance: object, code: object) => void): object;
  readonly PThread?: ThreadedModule['PThread'];
}

/**
 * Starts the threaded build of tfjs's module, which tfjs itself starts in browsers only. Emscripten's script knows Node, but tfjs
 * hands it the code of its workers in a form that only browsers load, and takes half of the cores.
 *
 * @param threads at most 8, the one that calls counted
 */
export async function startThreadedModule(threads: number): Promise<ThreadedModule> {
  const script = require.resolve(SCRIPT);
  const code = await WebAssembly.compile(await readFile(script.replace(/\.js$/, '.wasm')));
  const options: Options = {
    wasmMemory: new WebAssembly.Memory({ ...PAGES, shared: true }),
    mainScriptUrlOrBlob: script,
    locateFile: (name, folder) => (name.endsWith('.worker.js') ? workerUrl() : folder + name),
    instantiateWasm: (imports, receive) => {
      // The module takes at most half as many threads as this says there are cores.
      const instance = new WebAssembly.Instance(code, { ...imports, env: { ...imports['env'], emscripten_num_logical_cores: () => 2 * threads } });
      receive(instance, code);
      return instance.exports;
    },
  };
  const starting = (require(SCRIPT) as (options: Options) => Promise<ThreadedModule>)(options);
  const workers = options.PThread?.unusedWorkers ?? [];
  // What fails in a worker Emscripten would throw for nobody to catch.
  const failing = new Promise<never>((_, reject) => workers.forEach((worker) => (worker.onerror = reject)));
  try {
    return await Promise.race([starting, failing]);
  } catch (error) {
    for (const worker of workers) void worker.terminate();
    throw error;
  }
}

/** A worker's program, in which tfjs has Emscripten's as a string that lost the backslash of its line ends. */
function workerUrl(): URL {
  const { wasmWorkerContents } = require(SCRIPT.replace(/\.js$/, '.worker.js')) as { readonly wasmWorkerContents: string };
  const program = wasmWorkerContents.replaceAll('\n', '\\n');
  const script = JSON.stringify(require.resolve(SCRIPT));
  const lines = [
    `import { createRequire } from 'node:module';`,
    `new Function('require', '__filename', ${JSON.stringify(program)})(createRequire(${script}), ${script});`,
  ];
  return new URL(`data:text/javascript,${encodeURIComponent(lines.join('\n'))}`);
}

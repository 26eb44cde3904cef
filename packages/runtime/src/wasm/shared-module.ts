import { createRequire } from 'node:module';
import type { SharedModule } from './wasm-backend.js';
import { WebAssembly } from './web-assembly.js';

const require = createRequire(import.meta.url);
const SCRIPT = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';

/** A page of WebAssembly's memory is 64 KiB: the build needs 16 MiB initially, and may grow to 4 GiB. */
const PAGES = { initial: 2 ** 8, maximum: 2 ** 16 };

/** The object that the module's Emscripten script takes and extends. */
interface Options {
  readonly wasmMemory: object;
  readonly mainScriptUrlOrBlob: string;
  locateFile(name: string, folder: string): string | URL;
  readonly PThread?: SharedModule['PThread'];
}

/**
 * Starts the build of tfjs's module whose memory threads can share, which tfjs itself starts in browsers only: Emscripten's script
 * knows Node, but tfjs passes it the code of its workers in a form that only browsers load. It starts eight workers for its own
 * threads and waits for them; each is terminated once started, since `Multiplier` has its own.
 */
export async function startSharedModule(): Promise<SharedModule> {
  const options: Options = {
    wasmMemory: new WebAssembly.Memory({ ...PAGES, shared: true }),
    mainScriptUrlOrBlob: require.resolve(SCRIPT),
    locateFile: (name, folder) => (name.endsWith('.worker.js') ? workerUrl() : folder + name),
  };
  const starting = withoutNewListeners(() => (require(SCRIPT) as (options: Options) => Promise<SharedModule>)(options));
  const workers = options.PThread?.unusedWorkers ?? [];
  for (const worker of workers.splice(1)) void worker.on('error', () => undefined).terminate();
  // Emscripten listens once its code is compiled, and until then a worker that fails would end the process; its listener calls
  // `onerror`, where its own would throw an uncatchable error.
  const failing = new Promise<never>((_, reject) => {
    for (const worker of workers) Object.defineProperty(worker.on('error', reject), 'onerror', { value: reject });
  });
  try {
    return await Promise.race([starting, failing]);
  } finally {
    for (const worker of workers) void worker.terminate();
  }
}

/** Runs something without keeping its process error listeners: Emscripten's would rethrow errors, from a line of 50,000 characters. */
function withoutNewListeners<T>(run: () => T): T {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = new Set(events.flatMap((event) => process.rawListeners(event)));
  try {
    return run();
  } finally {
    for (const event of events) {
      for (const listener of process.rawListeners(event)) if (!before.has(listener)) process.off(event, listener as () => void);
    }
  }
}

/** A worker's program: tfjs embeds Emscripten's as a string that lost the backslashes of its line ends. */
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

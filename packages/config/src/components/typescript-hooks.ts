import { readFile } from 'node:fs/promises';
import { createRequire, type InitializeHook, type LoadHook } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The part of the package `typescript` that is used, versions 5 and 6. */
interface TypeScript {
  readonly ModuleKind: { readonly ESNext: number };
  readonly ScriptTarget: { readonly ES2022: number };
  transpileModule(source: string, options: { fileName: string; compilerOptions: object }): { readonly outputText: string };
}

let typescript: TypeScript;

/** Called once by Node, in the module hooks thread. */
export const initialize: InitializeHook<{ typescript: string }> = (data) => {
  typescript = createRequire(import.meta.url)(data.typescript) as TypeScript;
};

/** Loads a TypeScript file as JavaScript; other modules are loaded as usual. */
export const load: LoadHook = async (url, context, nextLoad) => {
  if (!/^file:.*\.m?ts(\?|$)/.test(url)) return nextLoad(url, context);
  const fileName = fileURLToPath(url);
  const { ModuleKind, ScriptTarget } = typescript;
  const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022, verbatimModuleSyntax: true, inlineSourceMap: true };
  const { outputText } = typescript.transpileModule(await readFile(fileName, 'utf8'), { fileName, compilerOptions });
  return { format: 'module', source: outputText, shortCircuit: true };
};

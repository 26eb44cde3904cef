import { dirname } from 'node:path';
import ts from 'typescript';

/** How a reader's compiler finds packages. */
const RESOLUTION = {
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

/** JavaScript says no types, so parameters without one are none of its mistakes. */
const IMPLICIT_ANY = (code) => code >= 7000 && code < 7100;

/**
 * Type-checks programs as a reader would who has `strict` on, without writing them to disk.
 *
 * @param {Map<string, string>} programs absolute path -> source
 * @param {{ resolution?: keyof typeof RESOLUTION, options?: ts.CompilerOptions, declarations?: string }} [request] `declarations`: those of
 *   packages whose path contains this are checked too, as without `skipLibCheck`; not those of all, as TensorFlow.js has mistakes in its own
 * @returns {{ file: string, line: number, message: string }[]} what is wrong; file '' where it is in none
 */
export function checkTypes(programs, { resolution = 'nodenext', options = {}, declarations } = {}) {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    ...RESOLUTION[resolution],
    strict: true,
    skipLibCheck: false,
    allowJs: true,
    checkJs: true,
    noEmit: true,
    types: [],
    ...options,
  };
  const host = ts.createCompilerHost(compilerOptions);
  overlay(host, programs);
  const program = ts.createProgram([...programs.keys()], compilerOptions, host);
  const checked = program
    .getSourceFiles()
    .filter(({ fileName }) => programs.has(fileName) || (declarations && fileName.includes(declarations)));
  const found = checked.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
  return [...program.getOptionsDiagnostics(), ...found]
    .filter(({ file, code }) => !(IMPLICIT_ANY(code) && file?.fileName.endsWith('js')))
    .map(described);
}

/** Lets a compiler host see files that are not there, and the folders that they would be in. */
function overlay(host, programs) {
  const { readFile, fileExists, directoryExists } = host;
  const folders = new Set([...programs.keys()].flatMap(foldersAbove));
  host.readFile = (path) => programs.get(path) ?? readFile(path);
  host.fileExists = (path) => programs.has(path) || fileExists(path);
  host.directoryExists = (path) => folders.has(path) || directoryExists(path);
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, version, true);
  };
}

function foldersAbove(path) {
  const above = dirname(path);
  return above === path ? [] : [above, ...foldersAbove(above)];
}

function described({ file, start, messageText }) {
  const message = ts.flattenDiagnosticMessageText(messageText, '\n');
  return file === undefined
    ? { file: '', line: 0, message }
    : { file: file.fileName, line: file.getLineAndCharacterOfPosition(start).line + 1, message };
}

/** `npm run api`: writes what each published package exports to docs/api, one file a package. A test compares the two. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { ROOT } from './lib/run.mjs';
import { publicPackages } from './release/repository.mjs';

const FOLDER = join(ROOT, 'docs/api');

/**
 * The public declarations of each package as it was built, and the others that they name, in the order of their names and
 * without comments: file name -> text.
 *
 * @returns {Map<string, string>}
 */
export function describeApi() {
  const packages = publicPackages()
    .map(({ folder, manifest }) => ({ name: manifest.name, doors: doorsOf(join(ROOT, folder), manifest) }))
    .filter(({ doors }) => doors.length > 0);
  const files = packages.flatMap(({ doors }) => doors.map(({ types }) => types));
  const program = ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noLib: true,
    types: [],
  });
  return new Map(packages.map(({ name, doors }) => [`${name.replace('@cmg/', '')}.d.ts`, describePackage(doors, program)]));
}

/** What a program may import of a package, and the declarations behind it. */
function doorsOf(folder, { name, exports = {} }) {
  return Object.entries(exports).flatMap(([door, to]) =>
    typeof to === 'object' && to.types !== undefined ? [{ door: door.replace('.', name), types: join(folder, to.types) }] : [],
  );
}

function describePackage(doors, program) {
  const checker = program.getTypeChecker();
  const opened = doors.map(({ door, types }) => ({ door, folder: packageOf(types), exported: exportsOf(types, program, checker) }));
  const exported = new Set(opened.flatMap((door) => [...door.exported.keys()]));
  return opened.map((door) => describeDoor(door, exported, checker)).join('\n');
}

/** The symbols that a file exports, and the names of each. */
function exportsOf(types, program, checker) {
  const file = program.getSourceFile(types);
  if (file === undefined) throw new Error(`${types} is missing: npm run build`);
  const exports = new Map();
  for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(file))) {
    const original = originalOf(symbol, checker);
    exports.set(original, [...(exports.get(original) ?? []), symbol.name]);
  }
  return exports;
}

function describeDoor({ door, folder, exported }, exportedByPackage, checker) {
  const reached = new Set(exported.keys());
  for (const symbol of reached) {
    if (!isDeclaredIn(folder, symbol)) continue;
    const named = namedBy(symbol, checker).filter((other) => isDeclaredIn(folder, other) && !exportedByPackage.has(other));
    for (const other of named) reached.add(other); // which this loop visits too
  }
  const texts = [...reached].flatMap((symbol) => textsOf(symbol, exported.get(symbol)));
  const sorted = texts.sort((a, b) => compare(a.name, b.name) || compare(a.text, b.text));
  return [`declare module '${door}' {`, ...sorted.map(({ text }) => withSortedNames(text)), '}', ''].join('\n');
}

/** The compiler writes the names of an enumeration in an order that depends on what it compiled before. */
const withSortedNames = (text) =>
  text.replace(/(?:^ *"?[\w-]+"?: "[^"]*";\n)+/gm, (names) => `${names.trimEnd().split('\n').sort().join('\n')}\n`);

const compare = (a, b) => (a < b ? -1 : Number(a > b));

const originalOf = (symbol, checker) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

/** What the declarations of a symbol name. */
function namedBy(symbol, checker) {
  const found = [];
  const visit = (node) => {
    const named = ts.isIdentifier(node) && checker.getSymbolAtLocation(node);
    if (named) found.push(originalOf(named, checker));
    ts.forEachChild(node, visit);
  };
  statementsOf(symbol).forEach(visit);
  return found;
}

const packageOf = (file) => file.replace(/[\\/]dist[\\/].*/, '').replaceAll('\\', '/');

/** Whether a symbol is declared at the top of a file of the package. */
const isDeclaredIn = (folder, symbol) =>
  statementsOf(symbol).some((node) => node.parent?.kind === ts.SyntaxKind.SourceFile && packageOf(node.parent.fileName) === folder);

/** The statements that declare a symbol; of a class what is private is left out. */
const statementsOf = ({ declarations = [] }) =>
  declarations.map((declaration) => (ts.isVariableDeclaration(declaration) ? declaration.parent.parent : withoutPrivate(declaration)));

function withoutPrivate(node) {
  if (!ts.isClassDeclaration(node)) return node;
  const members = node.members.filter((member) => !isPrivate(member));
  const trimmed = ts.factory.updateClassDeclaration(node, node.modifiers, node.name, node.typeParameters, node.heritageClauses, members);
  return Object.assign(trimmed, { parent: node.parent });
}

const isPrivate = (member) =>
  Boolean(ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) ||
  (member.name !== undefined && ts.isPrivateIdentifier(member.name));

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });

/**
 * A symbol's declarations: with `export` if they are exported, and with their file if they are not, as each file can have one
 * of that name. Where it is exported by another name, that is told too.
 */
function textsOf(symbol, exportedNames = []) {
  const texts = statementsOf(symbol).map((node) => {
    const file = ts.getOriginalNode(node).getSourceFile();
    const text = printer.printNode(ts.EmitHint.Unspecified, node, file).replace(/^(export )?(default )?(declare )?/, '');
    return exportedNames.includes(symbol.name) ? `export ${text}` : `// ${basename(file.fileName, '.d.ts')}\n${text}`;
  });
  const renamed = exportedNames.filter((name) => name !== symbol.name).map((name) => `export { ${symbol.name} as ${name} };`);
  return [...texts, ...renamed].map((text) => ({ name: symbol.name, text: text.replaceAll(/^/gm, '  ') }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const described = describeApi();
  mkdirSync(FOLDER, { recursive: true });
  for (const file of readdirSync(FOLDER)) if (!described.has(file)) rmSync(join(FOLDER, file));
  for (const [file, text] of described) writeFileSync(join(FOLDER, file), text);
}

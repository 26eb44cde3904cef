import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import { capture, withOutput } from '../commands.mjs';

/** @typedef {import('./steps.mjs').Step} Step */
/** @typedef {{ cwd: string, env: NodeJS.ProcessEnv }} Place an empty folder, and the environment of its commands */

const GIVEN = join(import.meta.dirname, '../given');

/** Reads a script in, so that its lines are counted from its top, and tells at which it stopped. */
const SHELL = ['-eE', '-o', 'pipefail', '-c', `trap 'echo "stopped at line $LINENO" >&2' ERR; . "$0"`];

/** What tfjs prints where a program has it more than once. */
const TWICE = /.*(?:already registered|has already been set).*/;

const ACTIONS = {
  skipped: () => {},
  given: ({ name }, place) => give(name, place),
  file: ({ name, text }, { cwd }) => write(join(cwd, name), text),
  program: (step, place) => runProgram(step, place),
  commands: async ({ line, source }, place) => {
    const script = join(place.cwd, `block-${line}.sh`);
    await write(script, source);
    return capture('bash', [...SHELL, script], { ...place, what: 'a command' });
  },
};

/**
 * Follows a document in an empty folder, as a reader would.
 *
 * @param {Step[]} steps
 * @param {Place} place
 * @throws an error that says which line of which document failed, and what was printed
 */
export async function follow(steps, place) {
  for (const step of steps) {
    try {
      requireOneTensorFlow((await ACTIONS[step.kind](step, place)) ?? '');
    } catch (error) {
      throw placed(error, step, place);
    }
  }
}

/** @throws an error if what was printed says that a program has TensorFlow.js more than once */
export function requireOneTensorFlow(output) {
  const twice = TWICE.exec(output);
  if (twice !== null) throw new Error(`TensorFlow.js is loaded more than once: ${twice[0].trim()}`);
}

/**
 * Runs a program of a document in a folder where the document has been followed, and compares what it prints with what its comments say.
 *
 * @param {Step} step
 * @param {Place} place
 * @returns {Promise<string>} what it printed
 */
async function runProgram({ document, line, language, source = '' }, place) {
  const file = join(place.cwd, programName({ line, language }).replace(/ts$/, 'js'));
  const { outputText } = ts.transpileModule(source, {
    fileName: document,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      inlineSourceMap: true,
      inlineSources: true,
      allowJs: true,
    },
  });
  await write(file, outputText);
  const output = await capture(process.execPath, ['--enable-source-maps', file], { ...place, what: 'the program' });
  let rest = withoutSpace(output);
  for (const [, expected] of source.matchAll(/\/\/ => (.+)$/gm)) {
    const at = rest.indexOf(withoutSpace(expected));
    if (at < 0) throw new Error(withOutput(`'${expected}' is not in what the program prints`, output));
    rest = rest.slice(at + withoutSpace(expected).length);
  }
  return output;
}

/**
 * What the program of a block is called in its document's folder.
 *
 * @param {Pick<Step, 'line' | 'language'>} step
 */
export function programName({ line, language }) {
  return `block-${line}.m${language}`;
}

/** Lets a script of the repository make what a reader has of his own. */
async function give(name, place) {
  const known = (await readdir(GIVEN)).map((file) => basename(file, '.mjs'));
  if (!known.includes(name)) throw new Error(`nobody gives '${name}'; known: ${known.join(', ')}`);
  return capture(process.execPath, [join(GIVEN, `${name}.mjs`)], { ...place, what: `given/${name}.mjs` });
}

async function write(file, text) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** An error at its line of the document, as far as the output tells, with paths relative to the folder. */
function placed({ message }, { document, line }, { cwd }) {
  const text = message.replaceAll(`file://${cwd}/`, '').replaceAll(`${cwd}/`, '');
  const at = text.match(/stopped at line (\d+)/)?.[1] ?? text.split(`${basename(document)}:`)[1]?.match(/^\d+/)?.[0] ?? line;
  return new Error(`${document}:${at}: ${text}`);
}

function withoutSpace(text) {
  return text.replace(/\s/g, '');
}

import { basename, dirname } from 'node:path';

/** @typedef {import('./read-document.mjs').Block} Block */

/**
 * What a reader does who follows a document from its top:
 *
 * - `given`: has something of his own, `name`
 * - `file`: writes `text` into the file `name`
 * - `program`: runs `source`, whose line numbers are those of the document
 * - `commands`: runs `source` in a shell, likewise
 * - `skipped`: cannot do it here, for `reason`
 *
 * `line` is the first line of what it does, `source` of a file in a programming language as of a program.
 *
 * @typedef {{ kind: string, document: string, line: number, name?: string, text?: string, source?: string, language?: string, reason?: string }} Step
 */

const CODE = new Set(['ts', 'js']);
const SHELL = new Set(['sh', 'bash']);

/** Files that npm, TypeScript and runners of tests find by themselves. */
const FOUND_BY_NAME = /(^|\/)(package|tsconfig)\.json$|\.test\.\w+$/;

/**
 * @param {Block[]} blocks of one document
 * @returns {Step[]}
 * @throws an error that names a block that continues none, or a file that no other block uses
 */
export function stepsOf(blocks) {
  /** @type {Step[]} */
  const steps = [];
  /** @type {Step | undefined} */
  let code; // what a block that continues goes on with
  for (const block of blocks) {
    const { document, line, language, text } = block;
    steps.push(...block.given.map((name) => ({ kind: 'given', document, line, name })));
    if (block.skip !== undefined) {
      steps.push({ kind: 'skipped', document, line, reason: block.skip });
    } else if (block.continues) {
      if (code?.language !== language) throw new Error(`${document}:${line}: no block before it is in '${language}', so it continues none`);
      code.source = atLine(line, text, code.source);
      if (code.kind === 'file') code.text += text;
      else steps.push(...steps.splice(steps.indexOf(code), 1)); // runs once, when it is whole
    } else {
      const step = { document, line, language, source: atLine(line, text) };
      if (block.file !== undefined) steps.push({ kind: 'file', ...step, name: usedElsewhere(block, block.file, blocks), text });
      else if (CODE.has(language)) steps.push({ kind: 'program', ...step });
      else if (SHELL.has(language)) steps.push({ kind: 'commands', ...step });
      if (CODE.has(language)) code = steps.at(-1);
    }
  }
  return steps;
}

/** `text` after `before`, from this line on. */
function atLine(line, text, before = '') {
  return before + '\n'.repeat(line - before.split('\n').length) + text;
}

/** The name of a file that another block names: by itself, without its ending (as modules may), or by its folder. */
function usedElsewhere({ document, line }, file, blocks) {
  const names = [basename(file), basename(file).replace(/\.\w+$/, ''), ...(dirname(file) === '.' ? [] : [`${dirname(file)}/`])];
  const used = FOUND_BY_NAME.test(file) || blocks.some((block) => block.line !== line && names.some((name) => block.text.includes(name)));
  if (!used) throw new Error(`${document}:${line}: no other block uses ${file}; without 'file' a block of code runs as it stands`);
  return file;
}

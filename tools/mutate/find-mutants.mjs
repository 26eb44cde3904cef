import { createHash } from 'node:crypto';
import ts from 'typescript';

/**
 * @typedef {object} Mutant a small fault: `to` in place of the characters from `start` to `end`
 * @property {string} id the same as long as its line and its file's name are
 * @property {string} file
 * @property {number} line
 * @property {number} start
 * @property {number} end
 * @property {string} from
 * @property {string} to
 * @property {number | undefined} scope where the body of the function begins that it is in
 */

/** What one operator, or one method, is easily mistaken for. */
const OPERATORS = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '**': '*',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '&&': '||',
  '||': '&&',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
};
const METHODS = {
  add: 'sub',
  sub: 'add',
  mul: 'div',
  div: 'mul',
  min: 'max',
  max: 'min',
  minimum: 'maximum',
  maximum: 'minimum',
  mean: 'sum',
  sum: 'mean',
  argMax: 'argMin',
  argMin: 'argMax',
  greater: 'greaterEqual',
  greaterEqual: 'greater',
  less: 'lessEqual',
  lessEqual: 'less',
  logicalAnd: 'logicalOr',
  logicalOr: 'logicalAnd',
  every: 'some',
  some: 'every',
  floor: 'ceil',
  ceil: 'floor',
};

/**
 * Every mutant of a source: another operator or method, a limit moved by one, another number, a condition negated, a statement
 * left out. Texts and types stay as they are.
 *
 * @param {string} file
 * @param {string} source
 * @returns {Mutant[]}
 */
export function findMutants(file, source) {
  const tree = parse(file, source);
  /** @type {Mutant[]} */
  const found = [];
  const seen = new Map();
  /** @param {ts.Node} node @param {string} to @param {number} [scope] */
  const add = (node, to, scope) => {
    const [start, end] = [node.getStart(tree), node.getEnd()];
    const { line, character } = tree.getLineAndCharacterOfPosition(start);
    const text = source.slice(start - character).split('\n', 1)[0];
    const what = [file, text.trim(), source.slice(start, end), character - text.search(/\S/), to].join('\n');
    seen.set(what, (seen.get(what) ?? 0) + 1);
    const id = createHash('sha256')
      .update(`${what}\n${seen.get(what)}`)
      .digest('hex')
      .slice(0, 8);
    found.push({ id, file, line: line + 1, start, end, from: source.slice(start, end), to, scope });
  };
  /** @param {ts.Node} node @param {number} [scope] */
  const visit = (node, scope) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    const within = bodyOf(node)?.getStart(tree) ?? scope;
    for (const [part, to] of faultsOf(node, tree)) add(part, to, within);
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(tree);
  return found;
}

/**
 * The source with a mark in every function: it tells `globalThis.reached` that it has run.
 *
 * @param {string} file
 * @param {string} source
 */
export function markFunctions(file, source) {
  const tree = parse(file, source);
  /** @type {[number, string][]} */
  const marks = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const body = bodyOf(node);
    if (body) {
      const start = body.getStart(tree);
      const mark = `globalThis.reached?.add(${JSON.stringify(`${file}:${start}`)})`;
      if (ts.isBlock(body)) marks.push([start + 1, `${mark};`]);
      else marks.push([start, `(${mark}, `], [body.getEnd(), ')']);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return marks
    .map(([at, text], order) => ({ at, text, order }))
    .sort((a, b) => b.at - a.at || b.order - a.order)
    .reduce((text, mark) => text.slice(0, mark.at) + mark.text + text.slice(mark.at), source);
}

/** @param {string} file @param {string} source */
const parse = (file, source) => ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);

/** @param {ts.Node} node */
const bodyOf = (node) => (ts.isFunctionLike(node) && 'body' in node ? /** @type {ts.ConciseBody | undefined} */ (node.body) : undefined);

/**
 * What can be wrong with this node itself: parts of it, and what stands in their place.
 *
 * @param {ts.Node} node
 * @param {ts.SourceFile} tree
 * @returns {[ts.Node, string][]}
 */
function faultsOf(node, tree) {
  const text = node.getText(tree);
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.getText(tree);
    const joinsText =
      operator.startsWith('+') && [node.left, node.right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side));
    return operator in OPERATORS && !joinsText ? [[node.operatorToken, OPERATORS[operator]]] : [];
  }
  if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent) && node.parent.expression === node) {
    return Object.hasOwn(METHODS, node.name.text) ? [[node.name, METHODS[node.name.text]]] : [];
  }
  if (ts.isNumericLiteral(node)) return [[node, `${Number.isInteger(Number(node.text)) ? Number(node.text) + 1 : Number(node.text) * 2}`]];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return [[node, 'false']];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return [[node, 'true']];
  if (ts.isIfStatement(node) || ts.isConditionalExpression(node))
    return negated('condition' in node ? node.condition : node.expression, tree);
  if (ts.isPrefixUnaryExpression(node) && ['!', '-'].includes(text[0])) return [[node, node.operand.getText(tree)]];
  const isStep =
    ts.isExpressionStatement(node) ||
    ts.isThrowStatement(node) ||
    (ts.isReturnStatement(node) && !node.expression) ||
    ts.isContinueStatement(node);
  return isStep && !text.startsWith('super(') ? [[node, ';']] : [];
}

/**
 * @param {ts.Expression} condition
 * @param {ts.SourceFile} tree
 * @returns {[ts.Node, string][]} nothing where a mutant of the condition itself is the same
 */
function negated(condition, tree) {
  const same =
    ts.isPrefixUnaryExpression(condition) ||
    (ts.isBinaryExpression(condition) && ['===', '!=='].includes(condition.operatorToken.getText(tree)));
  return same ? [] : [[condition, `!(${condition.getText(tree)})`]];
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { follow } from '../release/documents/follow.mjs';
import { readDocument } from '../release/documents/read-document.mjs';
import { stepsOf } from '../release/documents/steps.mjs';

let cwd: string;
beforeEach(() => void (cwd = mkdtempSync(join(tmpdir(), 'cmg-follow-'))));
afterEach(() => rmSync(cwd, { recursive: true }));

const followed = (...lines: string[]) => follow(stepsOf(readDocument('docs/guide.md', lines.join('\n'))), { cwd, env: process.env });

test('files, commands and programs follow each other in one folder', async () => {
  const file = ['<!-- file: src/two.mjs -->', '```js', 'export const two = 2;', '```'];
  const program = [
    '```ts',
    "import { two } from './src/two.mjs';",
    'const sum: number = two + 1;',
    'console.log([sum,',
    ' 4]); // => [3, 4]',
    '```',
  ];
  await followed(...file, ...program, '```sh', 'cp src/two.mjs copy.mjs', '```');
  expect(readFileSync(join(cwd, 'copy.mjs'), 'utf8')).toBe('export const two = 2;\n');
});

test.each([
  [
    'a command',
    ['```sh', 'true', 'echo seen', 'false', 'echo not seen', '```'],
    /^docs\/guide\.md:4: a command failed \(exit code 1\):\nseen\n/,
  ],
  ['a program', ['', '```ts', 'type A = 1;', '', "throw new Error('no');", '```'], /^docs\/guide\.md:5: the program failed .*Error: no/s],
  ['what a program prints', ['```js', 'console.log(1); // => 2', '```'], /^docs\/guide\.md:2: '2' is not in what the program prints:\n1$/],
  ['a second tfjs', ['```js', "console.warn('cpu backend was already registered')", '```'], /:2: TensorFlow\.js is loaded more than once/],
  ['what nobody gives', ['<!-- given: gold -->', '```sh', '```'], /:3: nobody gives 'gold'; known: .*recordings/],
])('%s that is wrong is told by its line', async (_, lines, message) => {
  await expect(followed(...lines)).rejects.toThrow(message);
});

import { readDocument } from '../release/documents/read-document.mjs';
import { stepsOf } from '../release/documents/steps.mjs';

const steps = (...lines: string[]) => stepsOf(readDocument('guide.md', lines.join('\n')));

test('a document is followed in its order, with its line numbers', () => {
  const followed = steps(
    '```sh',
    'npm install',
    '```',
    '```yaml',
    'shown: only',
    '```',
    '<!-- skip: long -->',
    '```sh',
    'train',
    '```',
    '```ts',
    'go();',
    '```',
  );
  expect(followed).toEqual([
    { kind: 'commands', document: 'guide.md', line: 2, language: 'sh', source: '\nnpm install\n' },
    { kind: 'skipped', document: 'guide.md', line: 9, reason: 'long' },
    { kind: 'program', document: 'guide.md', line: 12, language: 'ts', source: `${'\n'.repeat(11)}go();\n` },
  ]);
});

test('a block that continues belongs to the program before it, which runs when it is whole', () => {
  const followed = steps('```ts', 'a();', '```', '```sh', 'ls', '```', '<!-- continues -->', '```ts', 'b();', '```');
  expect(followed.map(({ kind, source }) => [kind, source])).toEqual([
    ['commands', '\n\n\n\nls\n'],
    ['program', '\na();\n\n\n\n\n\n\nb();\n'],
  ]);
});

test('a file is written as it is shown, and something must use it', () => {
  const lines = ['<!-- file: src/a.mjs -->', '```js', 'export {};', '```', '```sh', 'node src/', '```'];
  expect(steps(...lines)[0]).toMatchObject({ kind: 'file', name: 'src/a.mjs', text: 'export {};\n', source: '\n\nexport {};\n' });
  expect(() => steps(...lines.slice(0, 4))).toThrow('guide.md:3: no other block uses src/a.mjs');
});

test('a block that continues nothing of its language is an error', () => {
  expect(() => steps('```js', '```', '<!-- continues -->', '```ts', '```')).toThrow("guide.md:5: no block before it is in 'ts'");
});

import { readDocument } from '../release/documents/read-document.mjs';

const read = (...lines: string[]) => readDocument('guide.md', lines.join('\n'));

test('finds fenced blocks with their lines, and text without the indent of a list', () => {
  const blocks = read(
    '# Guide',
    '```sh',
    'npm install',
    '```',
    '- so',
    '  ```ts',
    '  if (x) {',
    '    run();',
    '  }',
    '  ```',
    '````',
    '```',
    '````',
  );
  expect(blocks.map(({ line, language, text }) => ({ line, language, text }))).toEqual([
    { line: 3, language: 'sh', text: 'npm install\n' },
    { line: 7, language: 'ts', text: 'if (x) {\n  run();\n}\n' },
    { line: 12, language: '', text: '```\n' },
  ]);
});

test('takes instructions from the comments right before a block', () => {
  const [first, second] = read(
    '<!-- file: mine.yaml -->',
    '<!-- instead: epochs: 40 => epochs: 1 -->',
    '',
    '```yaml',
    'training: {epochs: 40}',
    '```',
    '<!-- continues -->',
    'text between',
    '```yaml',
    '```',
  );
  expect(first).toMatchObject({ file: 'mine.yaml', text: 'training: {epochs: 1}\n', continues: false });
  expect(second).toMatchObject({ text: '', continues: false });
});

test('lists all wrong instructions by document and line', () => {
  const lines = ['<!-- contiues -->', '```ts', '```', '<!-- skip -->', '<!-- instead: a => b -->', '```sh', 'c', '```'];
  expect(() => read(...lines)).toThrow(
    [
      'guide.md:1: <!-- contiues -->: unknown, known: continues, file, skip, given, instead',
      'guide.md:4: <!-- skip -->: a reason must follow its colon',
      "guide.md:5: <!-- instead -->: the block does not contain 'a'",
    ].join('\n'),
  );
});

test('a block without an end is an error', () => {
  expect(() => read('', '```ts', 'run();')).toThrow('guide.md:2: this block has no end');
});

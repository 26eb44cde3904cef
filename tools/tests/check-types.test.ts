import { join } from 'node:path';
import { ROOT } from '../lib/run.mjs';
import { checkTypes } from '../release/documents/check-types.mjs';

test.each(['nodenext', 'bundler'] as const)('what is wrong in programs is told by file and line: %s', (resolution) => {
  const file = (name: string) => join(ROOT, '.documents', name);
  const programs = new Map([
    [file('a.mts'), "\nimport { two, three } from './b.mjs';\nconst text: string = two('2');\n"],
    [file('b.mjs'), 'export function two(anything) {\n  return 2;\n}\n'], // JavaScript may leave types out
  ]);
  const found = checkTypes(programs, { resolution });
  expect(found.map(({ file: name, line }) => [name, line])).toEqual([
    [file('a.mts'), 2],
    [file('a.mts'), 3],
  ]);
  expect(found[0]?.message).toContain("no exported member 'three'");
});

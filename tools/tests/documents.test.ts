import { configFromText, loadStudy } from '@cmg/config';
import { createComponents, readyMadeStudies } from '@cmg/pipeline';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../lib/run.mjs';
import { checkTypes } from '../release/documents/check-types.mjs';
import { programName } from '../release/documents/follow.mjs';
import { type Block, readDocument } from '../release/documents/read-document.mjs';
import { type Step, stepsOf } from '../release/documents/steps.mjs';
import { filesOf } from '../release/repository.mjs';

const documents: Block[][] = filesOf('**/*.md').map((document) => readDocument(document, readFileSync(join(ROOT, document), 'utf8')));

/** As if each document had been followed in a folder of the repository, where packages are found. */
const folderOf = (document: string): string => join(ROOT, '.documents', document);

test('programs in documents are typed, strictly, against the sources', () => {
  const steps: Step[] = documents.flatMap((blocks) => stepsOf(blocks));
  const code = steps.filter(({ language, source }) => source !== undefined && (language === 'ts' || language === 'js'));
  expect(code.length).toBeGreaterThan(30);
  const programs = new Map(code.map((step) => [join(folderOf(step.document), step.name ?? programName(step)), step.source as string]));
  const ofSources = { customConditions: ['@cmg/source'], types: ['node'], experimentalDecorators: true };
  const found = checkTypes(programs, { options: ofSources });
  expect(found.map(({ file, line, message }) => `${relative(folderOf(''), file)}:${line}: ${message}`)).toEqual([]);
});

describe('configs in documents are valid, and lines of configs, and studies', () => {
  const isConfig = ({ language, skip }: Block) => language === 'yaml' && skip === undefined;

  it.each(documents.filter((blocks) => blocks.some(isConfig)).map((blocks) => [blocks[0]?.document, blocks] as const))(
    '%s',
    async (_, blocks) => {
      const folder = mkdtempSync(join(tmpdir(), 'cmg-document-')); // with the ready-made configs, and the document's files
      try {
        cpSync(join(ROOT, 'configs'), folder, { recursive: true });
        for (const { file, text } of blocks) if (file !== undefined) writeFile(join(folder, file), text);
        for (const { file = 'lines.yaml', line, text } of blocks.filter(isConfig)) {
          if (/^rows:/m.test(text)) {
            writeFile(join(folder, file), '\n'.repeat(line - 1) + text);
            await loadStudy(join(folder, file), createComponents(), { studies: readyMadeStudies() });
            continue;
          }
          const whole = /^(name|extends):/m.test(text) ? text : `${text}extends: digits.yaml\n`;
          await configFromText('\n'.repeat(line - 1) + whole, join(folder, file), createComponents(), { plugins: false });
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

test.each(filesOf('benchmarks/**/*.yaml'))('the study %s is valid', async (file) => {
  const { rows } = await loadStudy(join(ROOT, file), createComponents(), { studies: readyMadeStudies() });
  expect(rows.length).toBeGreaterThan(1);
});

function writeFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

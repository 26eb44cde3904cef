import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../lib/run.mjs';
import { bundleForBrowsers, IN_BROWSERS } from './bundle.mjs';
import { capture } from './commands.mjs';
import { checkTypesInThread } from './documents/check-types-in-thread.mjs';
import { follow, programName, requireOneTensorFlow } from './documents/follow.mjs';
import { readDocument } from './documents/read-document.mjs';
import { stepsOf } from './documents/steps.mjs';
import { filesOf, publicPackages } from './repository.mjs';
import { installedSizes } from './sizes.mjs';

/** @typedef {import('./documents/follow.mjs').Place} Place */
/** @typedef {{ name: string, run(report: import('./report.mjs').Report, place: Place): Promise<void> }} Scenario what happens in one empty folder */

/** Packages that someone may want alone, and how many MB installing them may take at most. */
const ALONE = {
  '@cmg/codebook': { 'of ours': 1 },
  '@cmg/dcid': { 'of ours': 1 },
  '@cmg/formats': { 'without TensorFlow.js': 40 },
  '@cmg/search': { 'without TensorFlow.js': 40 },
};

/** Every example, and every document with a block that is run. @returns {Promise<Scenario[]>} */
export async function findScenarios() {
  const examples = filesOf('examples/*/package.json').map((manifest) => exampleScenario(dirname(manifest)));
  const documents = await Promise.all(filesOf('**/*.md').map(documentScenario));
  return [...examples, ...documents.filter((one) => one !== undefined)];
}

function exampleScenario(folder) {
  return {
    name: folder,
    run: async (report, place) => {
      for (const file of filesOf(`${folder}/**`)) await cp(join(ROOT, file), join(place.cwd, relative(folder, file)));
      const { scripts = {} } = JSON.parse(await readFile(join(place.cwd, 'package.json'), 'utf8'));
      await report.check(folder, 'from an empty folder to its result', async () => {
        await capture('npm', ['install'], place);
        requireOneTensorFlow(await capture('npm', [scripts.test === undefined ? 'start' : 'test'], place));
      });
    },
  };
}

async function documentScenario(document) {
  const steps = stepsOf(readDocument(document, await readFile(join(ROOT, document), 'utf8')));
  if (steps.length === 0) return undefined;
  return {
    name: document,
    run: async (report, place) => {
      const skipped = steps.filter(({ kind }) => kind === 'skipped');
      for (const { line, reason } of skipped) report.skip(`${document}:${line}`, reason);
      if (skipped.length === steps.length) return;
      await mkdir(place.cwd, { recursive: true });
      await writeFile(join(place.cwd, 'package.json'), '{ "private": true }\n');
      const followed = await report.check(document, 'is followed', () => follow(steps, place));
      const code = steps.filter(({ language }) => ['ts', 'js'].includes(language ?? ''));
      const name = publicPackages().find(({ folder }) => document === `${folder}/README.md`)?.manifest.name;
      if (code.length > 0) await report.check(document, 'is typed', () => checkCode(code, place, name));
      if (followed && name !== undefined) await checkPackage(report, { document, name, code }, place);
    },
  };
}

async function checkCode(code, { cwd }, name = '') {
  const programs = new Map(code.map((step) => [join(cwd, step.name ?? programName(step)), step.source ?? '']));
  const onNode = IN_BROWSERS.includes(name) ? {} : { types: ['node'], typeRoots: [join(ROOT, 'node_modules/@types')] };
  for (const resolution of ['nodenext', 'bundler']) {
    const found = await checkTypesInThread(programs, { resolution, options: onNode, declarations: '/node_modules/@cmg/' });
    const { document } = code[0];
    const place = (file) => (programs.has(file) ? document : relative(cwd, file));
    if (found.length > 0)
      throw new Error(found.map(({ file, line, message }) => `${place(file)}:${line}: ${message} (by '${resolution}')`).join('\n'));
  }
}

/** What a package promises besides its README. */
async function checkPackage(report, { document, name, code }, place) {
  if (IN_BROWSERS.includes(name)) {
    await report.check(
      document,
      'runs in a browser',
      async () => `${megabytes(await bundleForBrowsers(name, place.cwd))} minified, without TensorFlow.js`,
    );
  }
  if (!(name in ALONE)) return;
  await report.check(document, 'is small', async () => {
    const sizes = await installedSizes(place.cwd);
    const text = Object.entries(sizes)
      .map(([what, bytes]) => `${megabytes(bytes)} ${what}`)
      .join(', ');
    for (const [what, limit] of Object.entries(ALONE[name]))
      if (sizes[what] > limit * 1e6) throw new Error(`${text}; aim: at most ${limit} MB ${what}`);
    return text;
  });
  await report.check(document, 'works beside another package', async () => {
    await capture('npm', ['install', 'is-number'], place);
    await follow(
      code.filter(({ kind }) => kind === 'program'),
      place,
    );
  });
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`;
}

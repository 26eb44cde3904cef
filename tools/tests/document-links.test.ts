import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ROOT } from '../lib/run.mjs';
import { filesOf, publicPackages } from '../release/repository.mjs';

const documents = filesOf('**/*.md');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const withoutCode = (markdown: string) =>
  markdown.replace(/^(\s*)```[^]*?^\1```$/gm, '').replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));

/** Targets of a document's links and pictures that are not addresses of the web, with their lines. */
function linksOf(markdown: string): [target: string, line: number][] {
  const text = withoutCode(markdown);
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(({ 1: target = '', index }): [string, number][] =>
    /^\w+:/.test(target) ? [] : [[target, text.slice(0, index).split('\n').length]],
  );
}

/** The anchors that GitHub gives to a document's headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.replace(/^```[^]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function brokenLinks(document: string): string[] {
  return linksOf(read(document)).flatMap(([target, line]) => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? join(ROOT, document) : resolve(ROOT, dirname(document), path);
    const where = `${document}:${line}: ${target}`;
    if (!existsSync(file)) return [`${where} does not exist`];
    if (anchor === undefined) return [];
    const headings = statSync(file).isFile() ? anchorsOf(readFileSync(file, 'utf8')) : [];
    return headings.includes(anchor) ? [] : [`${where}: ${relative(ROOT, file)} has no such heading`];
  });
}

describe('links of documents', () => {
  it('are found by this test', () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/decisions/README.md', 'packages/core/README.md']));
    expect(linksOf('[a](b.md)\n`[c](d.md)` ![e](f.png) [g](https://h)')).toEqual([
      ['b.md', 1],
      ['f.png', 2],
    ]);
    expect(anchorsOf("## 001. What `x` is, and isn't")).toEqual(['001-what-x-is-and-isnt']);
  });

  it('link to what exists', () => {
    expect(documents.flatMap(brokenLinks)).toEqual([]);
  });

  it.each([
    ['docs/guides', 'README.md'],
    ['docs/guides', 'docs/README.md'],
    ['docs/decisions', 'docs/decisions/README.md'],
    ['docs/results', 'docs/results/README.md'],
  ])('all of %s are in %s', (folder, index) => {
    const linked = linksOf(read(index)).map(([target]) => relative(ROOT, resolve(ROOT, dirname(index), target)));
    const pages = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith('.md') && name !== 'README.md');
    expect(pages.map((name) => `${folder}/${name}`).filter((path) => !linked.includes(path))).toEqual([]);
  });

  it('lead from the README to every published package', () => {
    const linked = linksOf(read('README.md')).map(([target]) => target);
    expect(publicPackages().flatMap(({ folder }) => (linked.includes(folder) ? [] : [folder]))).toEqual([]);
  });

  it('number decisions one after the other, as their titles do', () => {
    const decisions = readdirSync(join(ROOT, 'docs/decisions')).filter((name) => name !== 'README.md');
    expect(decisions.map((name) => name.slice(0, 3))).toEqual(decisions.map((_, i) => String(i + 1).padStart(3, '0')));
    expect(decisions.filter((name) => !read(`docs/decisions/${name}`).startsWith(`# ${name.slice(0, 3)}. `))).toEqual([]);
  });
});

import { cpSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Converter, Renderer } from 'typedoc';

/** The first line of a document. */
const HEADING = /^# (.*)\n*/;

/**
 * Documents bear the titles of their first lines and lie below the README of their folder; a README has no heading beside that of its
 * page; the style sheet and the fonts of formulas are part of the site.
 *
 * @param {import('typedoc').Application} app
 */
export function load(app) {
  const indexes = new Map();
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const folder = /^(docs\/)?\w+/.exec(document.name)?.[0]; // documents are named after their files
    const index = indexes.get(folder);
    if (document.name === `${folder}/README`) indexes.set(folder, document);
    document.name = HEADING.exec(document.content[0].text)?.[1] ?? document.name;
    if (index === undefined) return;
    document.parent.removeChild(document);
    document.parent = index;
    index.addChild(document);
  });
  app.renderer.on(Renderer.EVENT_BEGIN, ({ project }) => {
    for (const { readme } of [project, ...project.children]) if (readme) readme[0].text = readme[0].text.replace(HEADING, '');
  });
  app.renderer.on(Renderer.EVENT_END, ({ outputDirectory }) => {
    const katex = dirname(createRequire(import.meta.url).resolve('katex/dist/katex.min.css'));
    const assets = join(outputDirectory, 'assets');
    cpSync(join(katex, 'katex.min.css'), join(assets, 'katex.min.css'));
    for (const font of readdirSync(join(katex, 'fonts')).filter((name) => name.endsWith('.woff2'))) {
      cpSync(join(katex, 'fonts', font), join(assets, 'fonts', font));
    }
  });
}

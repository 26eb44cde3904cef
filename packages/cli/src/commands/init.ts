import { initProject, writeNewFiles } from '@cmg/create';
import { basename, relative, resolve } from 'node:path';
import type { CommandContext } from '../command-context.js';

/** A folder's name as the name of a package. */
const packageName = (folder: string): string =>
  basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'project';

/** `cmg init`: a new project. */
export function addInitCommand({ program, terminal }: CommandContext): void {
  program
    .command('init')
    .description('start a project: a config with comments, a manifest to go by, package.json and README')
    .argument('[folder]', 'where', '.')
    .option('--json', 'print what was written for a program to read')
    .addHelpText('after', '\nFiles that are there already are never overwritten.\n\nExample:\n  cmg init my-project')
    .action(async (folder: string, { json }: { readonly json?: boolean }) => {
      const files = await writeNewFiles(folder, initProject(packageName(folder)));
      if (json) {
        terminal.print(JSON.stringify({ folder, files }));
        return;
      }
      for (const file of files) terminal.print(`new: ${relative('.', file)}`);
      const enter = resolve(folder) === resolve('.') ? '' : `  cd ${folder}\n`;
      terminal.print(`\nNext:\n${enter}  npm install\n  npx cmg pretrain --config config.yaml\nREADME.md tells the rest.`);
    });
}

import { initProject, ownClipsConfig, writeNewFiles } from '@cmg/create';
import { basename, relative, resolve } from 'node:path';
import type { CommandContext } from '../command-context.js';
import { ownClips } from '../own-clips.js';

/** A folder's name as the name of a package. */
const packageName = (folder: string): string =>
  basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'project';

const TRAIN = '  npx cmg pretrain --config config.yaml\n  npx cmg transfer --run runs/own-clips';

interface InitOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** `cmg init`: a new project. */
export function addInitCommand({ command, terminal }: CommandContext): void {
  command
    .argument('[folder]', 'where', '.')
    .option('--data <features>', 'a folder that cmg extract wrote: only a config is written, whose sizes fit its clips')
    .option('--json', 'print what was written for a program to read')
    .addHelpText(
      'after',
      '\nFiles that are there already are never overwritten.\n\nExamples:\n  cmg init my-project\n  cmg init my-project --data features',
    )
    .action(async (folder: string, { data, json }: InitOptions) => {
      const content = data === undefined ? undefined : ownClipsConfig(await ownClips(data, folder));
      const project = content === undefined ? initProject(packageName(folder)) : [{ path: 'config.yaml', content }];
      const files = await writeNewFiles(folder, project);
      if (json) {
        terminal.print(JSON.stringify({ folder, files }));
        return;
      }
      for (const file of files) terminal.print(`new: ${relative('.', file)}`);
      const enter = resolve(folder) === resolve('.') ? '' : `  cd ${folder}\n`;
      const steps = content === undefined ? '  npm install\n  npx cmg pretrain --config config.yaml\nREADME.md tells the rest.' : TRAIN;
      terminal.print(`\nNext:\n${enter}${steps}`);
    });
}

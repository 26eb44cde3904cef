import { CmgError } from '@cmg/core';
import { generate, type Kind, KINDS, writeNewFiles } from '@cmg/create';
import { Argument } from 'commander';
import { relative } from 'node:path';
import type { CommandContext } from '../command-context.js';
import { shapeOption } from '../shape-option.js';

interface NewOptions {
  readonly scope?: string;
  readonly shape?: number[];
  readonly out?: string;
  readonly json?: boolean;
}

/** `cmg new`: a package with a new component. */
export function addNewCommand({ command, terminal }: CommandContext): void {
  command
    .addArgument(new Argument('<kind>', 'what the component is').choices(KINDS))
    .argument('<name>', 'as a config will say it, such as imu')
    .option('--scope <name>', 'of the package, such as @me')
    .option('--shape <numbers>', "of one segment's features, by comma; for a modality", shapeOption)
    .option('--out <folder>', 'where the files go; default: <kind>-<name>')
    .option('--json', 'print what was written for a program to read')
    .addHelpText(
      'after',
      `
Files that are there already are never overwritten.

Examples:
  cmg new modality imu --scope @me --shape 6,50
  cmg new objective variance`,
    )
    .action(async (kind: Kind, name: string, { scope, shape, out, json }: NewOptions) => {
      if (shape !== undefined && kind !== 'modality')
        throw new CmgError(`'--shape' is for a modality, not for kind '${kind}'`, { kind: 'usage' });
      const made = await generate(kind, { name, ...(scope !== undefined && { scope }), ...(shape && { shape }) });
      const folder = out ?? made.folder;
      const files = await writeNewFiles(folder, made.files);
      if (json) {
        terminal.print(JSON.stringify({ package: made.name, folder, files }));
        return;
      }
      for (const file of files) terminal.print(`new: ${relative('.', file)}`);
      terminal.print(
        `\n${made.name} is ready. Next:\n${folder === '.' ? '' : `  cd ${folder}\n`}  npm install\n  npm test\nREADME.md tells the rest.`,
      );
    });
}

import { shownText } from '@cmg/core';
import type { CommandContext } from '../command-context.js';

interface PullCommandOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** `cmg pull`: a run that somebody pushed. */
export function addPullCommand({ command, terminal }: CommandContext): void {
  command
    .argument('<source>', 'hf:USER/NAME, hf:USER/NAME@REVISION, or a folder')
    .option('--out <folder>', "the run's folder, which is not there yet; default: runs/NAME")
    .option('--json', 'print what was fetched for a program to read')
    .addHelpText(
      'after',
      `
The hub is that of HF_ENDPOINT; HF_TOKEN is the token for what is private.

Examples:
  cmg pull hf:me/digits
  cmg pull hf:me/digits@v1 --out runs/theirs`,
    )
    .action(async (source: string, { out, json }: PullCommandOptions) => {
      const { pullRun } = await import('@cmg/hub');
      const pulled = await pullRun(source, { out, onFile: (path, bytes) => terminal.note(`${path}  ${(bytes / 1e6).toFixed(1)} MB`) });
      if (json) terminal.print(JSON.stringify(pulled));
      else for (const folder of [pulled.folder, ...pulled.heads]) terminal.print(folder);
      if (pulled.plugins.length > 0) {
        terminal.note(`It names code that is executed when the run is used: ${pulled.plugins.map(shownText).join(', ')}`);
      }
    });
}

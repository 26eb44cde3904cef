import { type BackendChoice, openBackend } from '@cmg/runtime';
import { interruptOnSignals } from '@cmg/trainer';
import { backendOption, type CommandContext } from '../command-context.js';
import { pluginOption } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { integerOption } from '../list-option.js';

interface ExploreOptions {
  readonly plugin?: string[];
  readonly run: string[];
  readonly heads?: string[];
  readonly index?: string;
  readonly port?: number;
  readonly export?: string;
  readonly clips: number;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg explore`: a page about runs, in a browser. */
export function addExploreCommand({ command, terminal }: CommandContext): void {
  command
    .requiredOption('--run <folders...>', 'runs, or folders with runs in them, as a study makes')
    .option('--heads <folders...>', 'heads that `cmg transfer --save` kept, besides those that a study keeps with its runs')
    .option('--index <folder>', 'an index of clips, which your own input finds; default: the held-out clips')
    .option('--port <n>', 'of the page; default: 7355, or a free one where that is taken', integerOption(0))
    .option('--export <folder>', 'write the page as a static site, for any web server, in place of serving it')
    .option('--clips <n>', 'how many held-out clips of each run are exported', integerOption(1), 100)
    .option('--json', 'print the address, or what was written, for a program to read')
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
The page is served to this machine alone and fetches nothing from elsewhere. It shows runs that train now, too, as they go.

Examples:
  cmg explore --run runs/digits
  cmg explore --run runs/demo                       all runs of a study
  cmg explore --run runs/digits --heads heads       what heads say of each clip
  cmg explore --run runs/digits --export site       a folder to put on any web server`,
    )
    .action(
      async ({ run: folders, heads = [], index, port, export: folder, clips, json, plugin: plugins = [], backend }: ExploreOptions) => {
        await openBackend(backend);
        const { explore, exportSite } = await import('@cmg/explore');
        const options = { heads, plugins, onDataProgress: dataProgress(terminal), ...(index !== undefined && { index }) };
        if (folder !== undefined) {
          const { files, bytes } = await exportSite(folders, folder, { ...options, clips });
          if (json) terminal.print(JSON.stringify({ folder, files, bytes }));
          else terminal.print(`${folder}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB`);
          return;
        }
        const interrupt = interruptOnSignals();
        const { url, close } = await explore(folders, { ...options, ...(port !== undefined && { port }) });
        terminal.print(json ? JSON.stringify({ url }) : `Open ${url} in a browser; Ctrl-C ends it.`);
        await new Promise((resolve) => interrupt.signal.addEventListener('abort', resolve, { once: true }));
        interrupt.dispose();
        await close();
      },
    );
}

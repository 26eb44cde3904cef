import { provisionNative } from '@cmg/runtime';
import type { CommandContext } from '../command-context.js';

/** `cmg setup`: obtains native TensorFlow. */
export function addSetupCommand({ command, terminal, setExitCode }: CommandContext): void {
  command
    .option('--json', 'print the outcome for a program to read')
    .addHelpText(
      'after',
      `
Without a C++ compiler, Python's pip or a network, everything still runs on WebAssembly. Ends with 1 where native TensorFlow could not
be obtained.

Example:
  cmg setup`,
    )
    .action(async ({ json }: { json?: boolean }) => {
      const result = await provisionNative({ log: (line) => terminal.note(`${line} ...`) });
      if (json) terminal.print(JSON.stringify(result));
      else if (result.ready) terminal.print(`native TensorFlow is ready: ${result.package} (${result.source})`);
      else terminal.print(`native TensorFlow is not available, WebAssembly is used: ${result.reason}`);
      if (!result.ready) setExitCode(1);
    });
}

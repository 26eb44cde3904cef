import { type BackendChoice, formatRuntimeReport, openBackend } from '@cmg/runtime';
import { backendOption, type CommandContext } from '../command-context.js';

/** `cmg doctor`: which TensorFlow runs, why not a faster one, and what to do about it. */
export function addDoctorCommand({ program, terminal }: CommandContext): void {
  program
    .command('doctor')
    .description('say which TensorFlow runs, why not a faster one, and what to do for more speed')
    .option('--json', 'for a program to read')
    .addOption(backendOption())
    .addHelpText('after', '\nExample:\n  cmg doctor --json')
    .action(async ({ json, backend }: { json?: boolean; backend: BackendChoice }) => {
      const report = await openBackend(backend);
      terminal.print(json ? JSON.stringify(report, null, 2) : formatRuntimeReport(report));
    });
}

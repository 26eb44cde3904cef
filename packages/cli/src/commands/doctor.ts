import { type BackendChoice, formatRuntimeReport, openBackend } from '@cmg/runtime';
import { backendOption, type CommandContext } from '../command-context.js';

/** `cmg doctor`: which TensorFlow runs, why not a faster one, and what to do about it. */
export function addDoctorCommand({ command, terminal }: CommandContext): void {
  command
    .option('--json', 'for a program to read')
    .addOption(backendOption())
    .addHelpText('after', '\nExample:\n  cmg doctor --json')
    .action(async ({ json, backend }: { json?: boolean; backend: BackendChoice }) => {
      const report = await openBackend(backend);
      terminal.print(json ? JSON.stringify(report, null, 2) : formatRuntimeReport(report));
    });
}

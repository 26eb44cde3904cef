import { serveCells } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { backendOption, type CommandContext } from '../command-context.js';

/** `cmg study-worker`: what `cmg study` starts to run cells; not for people. */
export function addStudyWorkerCommand({ program }: CommandContext): void {
  program
    .command('study-worker', { hidden: true })
    .description('run cells of a study for the process that started this one')
    .addOption(backendOption())
    .action(async ({ backend }: { readonly backend: BackendChoice }) => serveCells(await openBackend(backend)));
}

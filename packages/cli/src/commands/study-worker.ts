import { serveCells } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { backendOption, type CommandContext } from '../command-context.js';

/** `cmg study-worker`: what `cmg study` starts to run cells; not for people. */
export function addStudyWorkerCommand({ command }: CommandContext): void {
  command
    .addOption(backendOption())
    .action(async ({ backend }: { readonly backend: BackendChoice }) => serveCells(await openBackend(backend)));
}

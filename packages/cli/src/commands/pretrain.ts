import { loadConfig } from '@cmg/config';
import { CmgError } from '@cmg/core';
import { createComponents, pretrain } from '@cmg/pipeline';
import type { BackendChoice } from '@cmg/runtime';
import { interruptOnSignals, progress, RunFolder, STANDARD_OBSERVERS } from '@cmg/trainer';
import { join, resolve } from 'node:path';
import { askedCluster, type ClusterOptions, openReplicas, withClusterOptions } from '../cluster-options.js';
import { backendOption, type CommandContext } from '../command-context.js';
import { type OverrideOptions, overridesOf, withOverrides } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { goOnCommand } from '../go-on-command.js';
import { integerOption } from '../list-option.js';
import { memoryText, peakMemory } from '../memory-text.js';

interface PretrainOptions extends OverrideOptions, ClusterOptions {
  readonly config: string;
  readonly out: string;
  readonly resume?: boolean;
  readonly startOrResume?: boolean;
  readonly seed?: number;
  readonly init?: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg pretrain`: learn the shared codes from paired clips; no label is read. */
export function addPretrainCommand({ command, terminal, argv, setExitCode }: CommandContext): void {
  withClusterOptions(
    withOverrides(
      command.requiredOption('--config <file>', 'what to train: YAML or JSON, or the name of a ready-made config (cmg config list)'),
    ),
  )
    .option('--out <folder>', 'where the folder of the run is made', 'runs')
    .option('--resume', 'go on from the last checkpoint, as if the run had never stopped')
    .option('--start-or-resume', 'start the run, or go on with it if it has been started: for a scheduler that repeats a command')
    .option('--seed <n>', "in place of the config's seed", integerOption(0))
    .option('--init <run>', 'start with the weights and codes of this run; in place of init of the config')
    .option('--json', 'print the outcome for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg pretrain --config digits
  cmg pretrain --config digits --resume   after Ctrl-C or a crash
  cmg pretrain --config mine.yaml --set name=longer --set training.epochs=8 --without cmcm
  cmg pretrain --config mine.yaml --workers 10.0.0.1:3700,10.0.0.2:3700 --rank 1   one of two machines; see cmg launch`,
    )
    .action(async (options: PretrainOptions) => {
      const { config: loaded, components } = await loadConfig(options.config, createComponents(), overridesOf(options));
      const config = {
        ...loaded,
        ...(options.seed !== undefined && { seed: options.seed }),
        ...(options.init !== undefined && { init: { run: resolve(options.init) } }),
      };
      const folder = join(options.out, config.name);
      if (options.resume) await checkStarted(folder);
      const { backend, replicas } = await openReplicas(askedCluster(options), options.backend);
      const interrupt = interruptOnSignals();
      try {
        const { outcome } = await pretrain(config, {
          components,
          folder,
          resume: options.resume ?? options.startOrResume ?? false,
          replicas,
          signal: interrupt.signal,
          standardObservers: [...STANDARD_OBSERVERS, progress],
          onDataProgress: dataProgress(terminal),
        });
        if (outcome === 'interrupted') setExitCode(130);
        // The first process speaks for all.
        if (replicas.rank > 0) return;
        if (options.json) terminal.print(JSON.stringify({ outcome, folder, backend, peakBytes: peakMemory() }));
        else {
          terminal.note(`at most ${memoryText(peakMemory())} of memory`);
          terminal.print(outcome === 'finished' ? `done: ${folder}` : `interrupted; ${goOn(argv, replicas.count)}`);
        }
      } finally {
        interrupt.dispose();
      }
    });
}

const goOn = (argv: readonly string[], count: number): string =>
  count > 1 ? 'start all processes again with --resume' : `go on with: ${goOnCommand(argv, { add: '--resume' })}`;

/** A run that was stopped before its first checkpoint has begun too. */
async function checkStarted(folder: string): Promise<void> {
  if (await new RunFolder(folder).hasStarted()) return;
  throw new CmgError('there is no run to go on with', {
    kind: 'usage',
    where: folder,
    hint: 'Start one without --resume, or give --out and the config, with its name, that the run was started with.',
  });
}

import { CmgError } from '@cmg/core';
import { interruptOnSignals } from '@cmg/trainer';
import { TIMEOUT } from '../cluster-options.js';
import type { CommandContext } from '../command-context.js';
import { launchRanks, type RankEnd } from '../launch-ranks.js';
import { integerOption } from '../list-option.js';

interface LaunchOptions {
  readonly processes: number;
  readonly restarts: number;
  readonly timeout: number;
}

/** Codes of processes that ended as they should: done, wrong usage, interrupted. */
const FINAL: readonly unknown[] = [0, 2, 130];

/** `cmg launch`: pre-training in several processes on this machine. */
export function addLaunchCommand({ command, terminal, setExitCode }: CommandContext): void {
  command
    .argument('<command...>', 'after --, what each process runs: pretrain and its options')
    .requiredOption('-n, --processes <n>', 'how many; the batch must be a multiple', integerOption(1))
    .option('--restarts <k>', 'after a failure go on from the last checkpoint, at most so often', integerOption(0), 0)
    .option('--timeout <seconds>', 'how long processes wait for one that does not come or answer', integerOption(1), TIMEOUT)
    .addHelpText(
      'after',
      `
Examples:
  cmg launch -n 2 -- pretrain --config digits
  cmg launch -n 4 --restarts 3 -- pretrain --config mine.yaml --out runs`,
    )
    .action(async ([first, ...args]: string[], { processes, restarts, timeout }: LaunchOptions) => {
      if (first !== 'pretrain') {
        throw new CmgError(`'${first}' does not run in several processes`, {
          kind: 'usage',
          hint: 'Write: cmg launch -n 2 -- pretrain --config …',
        });
      }
      // Ctrl-C reaches all processes of a terminal; this one waits until they have saved.
      const interrupt = interruptOnSignals();
      try {
        for (let left = restarts, own: readonly string[] = args; ; left--) {
          const ends = await launchRanks(own, processes, timeout);
          const failed = ends.filter(({ code }) => !FINAL.includes(code));
          for (const end of failed) terminal.note(endText(end));
          if (failed.length > 0 && left > 0 && !interrupt.signal.aborted) {
            terminal.note(`starting again from the last checkpoint; ${left - 1} more times if need be`);
            own = [...args.filter((argument) => argument !== '--resume' && argument !== '--start-or-resume'), '--start-or-resume'];
            continue;
          }
          setExitCode(failed.length > 0 ? 1 : Math.max(...ends.map(({ code }) => Number(code))));
          return;
        }
      } finally {
        interrupt.dispose();
      }
    });
}

function endText({ rank, code, said }: RankEnd): string {
  const how = typeof code === 'number' ? `ended with exit code ${code}` : `was ended by ${code}`;
  return [`rank ${rank} ${how}`, ...said.split('\n').filter(Boolean)].join(`\n  `);
}

import { CmgError } from '@cmg/core';
import { Command, CommanderError } from 'commander';
import type { CommandContext } from './command-context.js';
import { COMMANDS } from './commands.js';
import { respell } from './old-spellings.js';
import { guarded, processTerminal, type Terminal } from './terminal.js';
import { version } from './version.js';

/** Of the commands those alone are loaded that occur in `argv`, so that help, and what needs no TensorFlow, appear at once. */
async function createProgram({ terminal, argv, setExitCode }: Omit<CommandContext, 'command'>): Promise<Command> {
  const program = new Command('cmg')
    .description(
      'Cross Modal Generalization: learn one discrete vocabulary from paired, unlabelled recordings;\ntrain a head on one modality, use it on another.',
    )
    .version(version())
    .exitOverride()
    .showHelpAfterError('(try --help)')
    .configureOutput({ writeOut: (text) => terminal.print(text.trimEnd()), writeErr: (text) => terminal.note(text.trimEnd()) })
    .addHelpText(
      'after',
      `
Examples:
  cmg demo                                    pre-train on the shipped digits, print the transfer table
  cmg run clips.csv                           from a table of your recordings to a trained run and its report
  cmg study table1                            every row of the paper's comparison, with several seeds
  cmg probe --config mine.yaml                what keeps a config from a better result
  cmg pretrain --config digits                pre-train from a config, ready-made or your own file
  cmg transfer --run runs/digits --from audio --to video,text --save heads
  cmg predict --head heads/classification-audio-seed-0 --modality video --in video.npy
  cmg index add --index clips --run runs/digits --modality audio --split test
  cmg search --index clips --text "seven lamps" --among audio
  cmg report --run runs/digits                what came out, as one HTML file
  cmg explore --run runs/digits               look at its codes and clips in a browser
  cmg push hf:me/mine --run runs/digits       share a run with a model card; cmg pull gets it
  cmg import-torch MODEL.pkl --out runs/official
  cmg data check --config ave                 every file of a data set
  cmg config list                             the ready-made configs
  cmg config check --config my.yaml           all mistakes of a config at once
  cmg new modality imu --shape 6,50           a package with a modality of your own
  cmg plugin check @me/depth --shape 6,50     whether a plugin does what its contract says
  cmg setup                                   obtain native TensorFlow

Exit codes: 0 fine, 1 failed, 2 wrong usage or config, 3 some files were left out, 130 interrupted.`,
    );
  for (const { name, description, hidden = false, load } of COMMANDS) {
    const command = program.command(name, { hidden }).description(description);
    if (argv.includes(name)) (await load())({ command, terminal, argv, setExitCode });
  }
  return program;
}

/**
 * Runs the `cmg` command.
 *
 * @param argv arguments after the command's name
 * @returns the exit code: 0 fine, 1 failed, 2 wrong usage or config, 3 some files were left out, 130 interrupted
 */
export async function main(argv: readonly string[], output: Terminal = processTerminal): Promise<number> {
  const terminal = guarded(output);
  let exitCode = 0;
  const { argv: spelt, note } = respell(argv);
  if (note !== undefined) terminal.note(`note: ${note}`);
  try {
    const program = await createProgram({ terminal, argv: spelt, setExitCode: (code) => (exitCode = code) });
    await program.parseAsync([...spelt], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof CmgError) {
      terminal.note(`${terminal.noteColours.red('error')}: ${error.message}`);
      return error.kind === 'usage' ? 2 : 1;
    }
    if (isSystemError(error)) {
      terminal.note(`${terminal.noteColours.red('error')}: ${error.message}`);
      terminal.note('The system refused this; check the path, its permissions and the free space.');
      return 1;
    }
    terminal.note(`${terminal.noteColours.red('error')}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    terminal.note('This is an internal error; please report it with the lines above.');
    return 1;
  }
}

/** Whether the operating system refused something; its message names the call and the path. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

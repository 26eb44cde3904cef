import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createComponents } from '@cmg/pipeline';
import { CmgError } from '@cmg/core';
import { loadConfig } from '@cmg/config';
import { BACKEND_NAMES, type BackendChoice, openBackend } from '@cmg/runtime';
import { Command, CommanderError, Option } from 'commander';
import { checkRun } from './check-run.js';
import { formatEntries } from './format-entries.js';
import { RecordedRun } from './recorded-run.js';

const VARIANTS = ['av', 'at', 'avt'] as const;

/** The output of the check, line by line. */
export interface Output {
  print(line: string): void;
  complain(line: string): void;
}

const CONSOLE: Output = {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
};

/**
 * Runs the parity check.
 *
 * @param argv arguments after the command's name
 * @returns the exit code: 0 if all is within tolerance, 1 if not or if the folder is damaged, 2 for wrong usage
 */
export async function main(argv: readonly string[], output: Output = CONSOLE): Promise<number> {
  let exitCode = 0;
  const program = new Command('parity')
    .description('replays recorded steps of the official code and compares everything recorded')
    .argument('<folder>', `contains ${VARIANTS.map((variant) => `${variant}.json`).join(', ')} (one or more) and their .safetensors`)
    .addOption(
      new Option('--backend <name>', 'TensorFlow backend')
        .choices(['auto', ...BACKEND_NAMES])
        .env('CMG_BACKEND')
        .default('auto'),
    )
    .exitOverride()
    .configureOutput({ writeOut: (text) => output.print(text.trimEnd()), writeErr: (text) => output.complain(text.trimEnd()) })
    .action(async (folder: string, { backend }: { backend: BackendChoice }) => {
      exitCode = (await checkFolder(folder, backend, output)) ? 0 : 1;
    });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CmgError)) throw error;
    output.complain(`error: ${error.message}`);
    return error.kind === 'usage' ? 2 : 1;
  }
}

async function checkFolder(folder: string, backend: BackendChoice, output: Output): Promise<boolean> {
  const present = VARIANTS.filter((variant) => existsSync(join(folder, `${variant}.json`)));
  if (present.length === 0) {
    throw new CmgError(`does not contain any of ${VARIANTS.map((variant) => `${variant}.json`).join(', ')}`, {
      kind: 'usage',
      where: folder,
    });
  }
  const opened = await openBackend(backend);
  const components = createComponents();
  const { config: preset } = await loadConfig('preset-official', components);
  let ok = true;
  for (const variant of present) {
    const run = await RecordedRun.read(folder, variant);
    const { batch, T, D, codes, steps } = run.sizes;
    output.print(`${variant}: ${steps.length} steps, B ${batch}, T ${T}, D ${D}, K ${codes}, on ${opened.backend}`);
    const entries = await checkRun(run, preset, components);
    output.print(`${formatEntries(entries)}\n`);
    ok &&= entries.every((entry) => entry.ok);
  }
  output.print(ok ? 'All within tolerance.' : 'Not within tolerance: see the lines marked NO.');
  return ok;
}

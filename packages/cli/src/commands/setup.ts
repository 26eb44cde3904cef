import { planNative, provisionNative, type ProvisionPlan } from '@cmg/runtime';
import { CmgError } from '@cmg/core';
import type { CommandContext } from '../command-context.js';
import { quoted } from '../go-on-command.js';

interface SetupOptions {
  readonly gpu?: boolean;
  readonly unpinned?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `cmg setup`: obtains native TensorFlow. */
export function addSetupCommand({ command, terminal, setExitCode }: CommandContext): void {
  command
    .option('--gpu', "TensorFlow for CUDA, out of its Python packages (Linux x64); no hash of ours pins them, the index's do")
    .option('--unpinned', 'also what no hash of ours pins: on ARM64 Linux and on macOS there is no other')
    .option('--dry-run', 'print what would be done and what this machine lacks for it; nothing is downloaded or written')
    .option('--json', 'print the outcome for a program to read')
    .addHelpText(
      'after',
      `
Without a C++ compiler, Python's pip or a network, everything still runs on WebAssembly. Ends with 1 where native TensorFlow could not
be obtained, or a dry run finds something lacking.

Examples:
  cmg setup
  cmg setup --gpu --dry-run`,
    )
    .action(async ({ gpu = false, unpinned, dryRun, json }: SetupOptions) => {
      if (dryRun) {
        const plan = await plannedSetup(gpu);
        if (json) terminal.print(JSON.stringify(plan));
        else for (const line of planText(plan)) terminal.print(line);
        if (plan.lacks.length > 0) setExitCode(1);
        return;
      }
      const log = (line: string) => terminal.note(`${line} ...`);
      const result = await provisionNative({ log, gpu, ...(unpinned && { unpinned }) });
      if (json) terminal.print(JSON.stringify(result));
      else if (result.ready) terminal.print(`native TensorFlow is ready: ${result.package} (${result.source})`);
      else terminal.print(`native TensorFlow is not available, WebAssembly is used: ${result.reason}`);
      if (!result.ready) setExitCode(1);
    });
}

async function plannedSetup(gpu: boolean): Promise<ProvisionPlan> {
  try {
    return await planNative({ gpu });
  } catch (cause) {
    throw new CmgError((cause as Error).message, { hint: 'Everything runs on WebAssembly all the same.', cause });
  }
}

const planText = ({ package: name, requirement, sha256, download, compile, cache, folder, lacks }: ProvisionPlan): string[] => [
  `${name}, with the library of ${requirement}, ${sha256 === null ? 'by the hash that the index has' : `SHA-256 ${sha256}`}:`,
  `  ${download.map(quoted).join(' ')}`,
  `  ${compile.map(quoted).join(' ')}`,
  `  kept in ${cache}, copied to ${folder}`,
  ...lacks.map((lack) => `lacks: ${lack}`),
];

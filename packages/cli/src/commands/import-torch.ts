import { loadConfig } from '@cmg/config';
import { createComponents, type ImportedRun, importRun } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { backendOption, type CommandContext } from '../command-context.js';
import { type OverrideOptions, overridesOf, withOverrides } from '../config-options.js';
import { integerOption } from '../list-option.js';

interface ImportTorchOptions extends OverrideOptions {
  readonly out: string;
  readonly config?: string;
  readonly segments: number;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** `cmg import-torch`: a checkpoint of the official PyTorch code becomes a run. */
export function addImportTorchCommand({ command, terminal }: CommandContext): void {
  withOverrides(
    command
      .argument('<file>', 'what torch.save wrote, .pt, .pth or .pkl')
      .requiredOption('--out <folder>', "the run's folder, which must not be there yet")
      .option('--config <file>', "data, attention heads and all else that shapes do not tell; default: the official code's settings"),
  )
    .option('--segments <n>', 'T, segments of a clip', integerOption(1), 10)
    .option('--json', 'print what was imported for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg import-torch MODEL.pkl --out runs/official
  cmg encode --run runs/official --modality audio --in vggish.npy --out codes.npy`,
    )
    .action(async (checkpoint: string, options: ImportTorchOptions) => {
      const name = options.config ?? 'preset-official';
      const { config: preset, components } = await loadConfig(name, createComponents(), overridesOf(options));
      await openBackend(options.backend);
      const imported = await importRun({ file: checkpoint, folder: options.out, preset, segments: options.segments, components });
      if (options.json) terminal.print(JSON.stringify(jsonOf(imported, options.out)));
      else for (const line of linesOf(imported, options.out)) terminal.print(line);
    });
}

function jsonOf({ config, codes, featureShapes, unused }: ImportedRun, out: string): object {
  const { width } = config;
  const modalities = config.modalities.map(({ use }) => use);
  return { out, modalities, width, codes, featureShapes, unused: Object.fromEntries(unused) };
}

function linesOf({ config, codes, featureShapes, unused }: ImportedRun, out: string): string[] {
  const shapes = Object.entries(featureShapes).map(([modality, shape]) => `${modality} [${shape.join(', ')}]`);
  const reasons = new Set(unused.values());
  return [
    `${out}: ${codes} codes of width ${config.width}; a segment of features: ${shapes.join(', ')}`,
    ...[...reasons].map((reason) => {
      const names = [...unused].filter(([, why]) => why === reason).map(([name]) => name);
      return `Not used (${reason}): ${names.join(', ')}`;
    }),
  ];
}

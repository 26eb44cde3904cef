import { loadComponent } from '@cmg/config';
import { CmgError, type ComponentKind, type ComponentKinds } from '@cmg/core';
import {
  type Check,
  codebookChecks,
  datasetReaderChecks,
  extractorChecks,
  modalityChecks,
  objectiveChecks,
  observerChecks,
  runChecks,
  taskChecks,
} from '@cmg/core/testing';
import { type BackendChoice, compile, openBackend } from '@cmg/runtime';
import { Option } from 'commander';
import { backendOption, type CommandContext } from '../command-context.js';
import { integerOption } from '../list-option.js';
import { shapeOption } from '../shape-option.js';

interface CheckOptions {
  readonly kind: keyof typeof SUITES;
  readonly shape?: readonly number[];
  readonly modalities: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

type Suite<Kind extends ComponentKind> = (
  component: ComponentKinds[Kind],
  given: CheckOptions,
) => readonly Check[] | Promise<readonly Check[]>;

/** The checks of each kind of component. */
const SUITES = {
  modality: (plugin, { shape, options }) => {
    if (shape === undefined) {
      const example = plugin.features.axes.map((_, axis) => 6 + axis).join(',');
      throw new CmgError('--shape is missing', {
        kind: 'usage',
        hint: `Give the shape of one segment's features, [${plugin.features.axes.join(', ')}]: for example --shape ${example}.`,
      });
    }
    return modalityChecks(plugin, { featureShape: shape, options, compile });
  },
  objective: (objective, { modalities, options }) => objectiveChecks(objective, { modalities, options, compile }),
  dataset: (reader, { options }) => datasetReaderChecks(reader, { options }),
  task: (task, { options }) => taskChecks(task, { options, compile }),
  extractor: (extractor, { options }) => extractorChecks(extractor, { options }),
  codebook: (codebook, { options }) => codebookChecks(codebook, { options, compile }),
  observer: (observer, { options }) => observerChecks(observer, { options }),
} satisfies { readonly [Kind in ComponentKind]?: Suite<Kind> };

function parseOptions(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw new CmgError(`is not JSON: ${(cause as Error).message}`, {
      kind: 'usage',
      where: '--options',
      hint: `For example: --options '{"hidden": 8}'.`,
      cause,
    });
  }
}

/** `cmg plugin check`: whether a component does what its contract says. */
export function addPluginCommand({ command, terminal, setExitCode }: CommandContext): void {
  command
    .command('check')
    .description('run the conformance suite of a component: a package, or a file')
    .argument('<plugin>', 'as a config names it: @me/modality-depth, or ./depth.mjs')
    .addOption(new Option('--kind <kind>', 'what it is').choices(Object.keys(SUITES)).default('modality'))
    .addOption(new Option('--shape <sizes>', "shape of one segment's features, for a modality: 6,50").argParser(shapeOption))
    .option('--modalities <n>', 'the fewest modalities that an objective supports', integerOption(1), 1)
    .addOption(
      new Option('--options <json>', 'options that differ from its defaults; small sizes make it fast')
        .argParser(parseOptions)
        .default({}, 'none'),
    )
    .option('--json', 'all results for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg plugin check @me/modality-depth --shape 6,50
  cmg plugin check ./infonce.mjs --kind objective --modalities 2
  cmg plugin check ./activities.mjs --kind dataset --options '{"root": "data/activities"}'

This executes the plugin. Ends with 1 where a check fails. The same checks run in your tests: see the README of @cmg/core.`,
    )
    .action(async (specifier: string, given: CheckOptions) => {
      const { kind, json } = given;
      await openBackend(given.backend);
      const { component } = await loadComponent(kind, specifier, process.cwd());
      const checks = await (SUITES[kind] as Suite<ComponentKind>)(component, given);
      const { green, red } = terminal.outColours;
      const results = await runChecks(checks, ({ name, ok, message }) => {
        if (!json) terminal.print(ok ? `${green('ok')}      ${name}` : `${red('failed')}  ${name}\n        ${message}`);
      });
      const failed = results.filter(({ ok }) => !ok).length;
      if (json)
        terminal.print(JSON.stringify({ plugin: specifier, kind, name: component.name, ok: failed === 0, checks: results }, null, 2));
      else
        terminal.print(
          failed === 0
            ? `${component.name}: all ${results.length} checks are fine`
            : `${component.name}: ${failed} of ${results.length} checks failed`,
        );
      if (failed > 0) setExitCode(1);
    });
}

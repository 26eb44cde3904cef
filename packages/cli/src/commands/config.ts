import { configJsonSchema, configText, loadConfig, showConfig } from '@cmg/config';
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { aligned } from '../aligned.js';
import type { CommandContext } from '../command-context.js';
import { type OverrideOptions, overridesOf, withOverrides } from '../config-options.js';
import { firstSentence } from '../first-sentence.js';
import type { Terminal } from '../terminal.js';

interface ConfigOptions extends OverrideOptions {
  readonly config: string;
  readonly json?: boolean;
}

interface CheckOptions extends ConfigOptions {
  readonly plugins: boolean;
}

const CONFIG = 'YAML or JSON, or the name of a ready-made config';

/** Loaded when asked for, since all components load TensorFlow's interface; help needs none. */
const components = async () => (await import('@cmg/pipeline')).createComponents();

/** `cmg config list|check|show|schema`. */
export function addConfigCommand({ command: config, terminal }: CommandContext): void {
  addList(config, terminal);
  withOverrides(config.command('check').description('list every mistake as file:line:column').requiredOption('--config <file>', CONFIG))
    .option('--no-plugins', 'execute no component that the config names by package or path: look only whether it is there')
    .option('--json', 'for a program to read')
    .addHelpText(
      'after',
      '\nLoading a component by package or path executes it.\n\nExamples:\n  cmg config check --config my.yaml\n  cmg config check --config downloaded.yaml --no-plugins',
    )
    .action(async ({ config: file, json, plugins, ...overrides }: CheckOptions) => {
      const { name, modalities } = (await loadConfig(file, await components(), { ...overridesOf(overrides), plugins })).config;
      const used = modalities.map(({ use }) => use);
      terminal.print(json ? JSON.stringify({ file, ok: true, name, modalities: used }) : `${file}: fine (${name}: ${used.join(', ')})`);
    });
  withOverrides(
    config.command('show').description('print the config with every option spelt out').requiredOption('--config <file>', CONFIG),
  )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  cmg config show --config my.yaml --set training.epochs=8')
    .action(async ({ config: file, json, ...overrides }: ConfigOptions) => {
      const { config: shown } = await loadConfig(file, await components(), overridesOf(overrides));
      terminal.print(json ? JSON.stringify(showConfig(shown), null, 2) : configText(shown).trimEnd());
    });
  config
    .command('schema')
    .description('print the JSON Schema of configs, for an editor')
    .addHelpText('after', '\nExample:\n  cmg config schema > cmg.schema.json')
    .action(async () => terminal.print(JSON.stringify(configJsonSchema(await components()), null, 2)));
}

function addList(config: Command, terminal: Terminal): void {
  config
    .command('list')
    .description('list the ready-made configs: any `--config` takes their names, and so does `extends` in a config')
    .option('--json', 'for a program to read')
    .addHelpText('after', '\nExamples:\n  cmg config list\n  cmg config show --config digits')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const found = [...((await components()).configs ?? [])].map(async ([name, file]) => ({
        name,
        file,
        description: firstSentence(await readFile(file, 'utf8')),
      }));
      const configs = await Promise.all(found);
      if (json) terminal.print(JSON.stringify(configs));
      else for (const line of aligned(configs.map(({ name, description }) => [name, description]))) terminal.print(line);
    });
}

import { configJsonSchema, configText, loadConfig, showConfig } from '@cmg/config';
import { createComponents } from '@cmg/pipeline';
import type { CommandContext } from '../command-context.js';

/** `cmg config check|show|schema`. */
export function addConfigCommand({ program, terminal }: CommandContext): void {
  const config = program.command('config').description('check a config, show it with all defaults, or print its JSON Schema');
  config
    .command('check')
    .description('list every mistake as file:line:column')
    .requiredOption('--config <file>', 'YAML or JSON')
    .option('--json', 'for a program to read')
    .addHelpText('after', '\nExample:\n  cmg config check --config my.yaml')
    .action(async ({ config: file, json }: { config: string; json?: boolean }) => {
      const { name, modalities } = (await loadConfig(file, createComponents())).config;
      const used = modalities.map(({ use }) => use);
      terminal.print(json ? JSON.stringify({ file, ok: true, name, modalities: used }) : `${file}: fine (${name}: ${used.join(', ')})`);
    });
  config
    .command('show')
    .description('print the config with every option spelt out')
    .requiredOption('--config <file>', 'YAML or JSON')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  cmg config show --config my.yaml')
    .action(async ({ config: file, json }: { config: string; json?: boolean }) => {
      const { config: shown } = await loadConfig(file, createComponents());
      terminal.print(json ? JSON.stringify(showConfig(shown), null, 2) : configText(shown).trimEnd());
    });
  config
    .command('schema')
    .description('print the JSON Schema of configs, for an editor')
    .addHelpText('after', '\nExample:\n  cmg config schema > cmg.schema.json')
    .action(() => terminal.print(JSON.stringify(configJsonSchema(createComponents()), null, 2)));
}

/** A command-line option, independent of the library that parses arguments. */
export interface OptionDescription {
  /** `--set <path=value>`. */
  readonly flags: string;
  readonly description: string;
  /** The name under which its values are passed: `loadConfig(file, components, {set})`. */
  readonly name: 'set' | 'without' | 'add' | 'plugins';
}

/** The overrides of every command that takes a config; each may be repeated and gives a list of strings. */
export const OVERRIDE_OPTIONS: readonly OptionDescription[] = [
  {
    name: 'set',
    flags: '--set <path=value>',
    description: 'change a value of the config, for example training.epochs=8 or objectives.cmcm.weight=2; may be repeated',
  },
  { name: 'without', flags: '--without <name>', description: 'remove an objective, or any component: tasks.retrieval; may be repeated' },
  {
    name: 'add',
    flags: '--add <component>',
    description: "add an objective, infonce or '{use: infonce, weight: 2}', or any component: 'tasks: retrieval'; may be repeated",
  },
];

/** For every command that takes a config or a run. */
export const PLUGIN_OPTION: OptionDescription = {
  name: 'plugins',
  flags: '--plugin <package>',
  description: 'a package or file with your own components, which is executed; may be repeated',
};

import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What `npm run` passes on to its commands, and a terminal of a stranger does not have. */
const OF_NPM_RUN =
  /^(npm_(package|lifecycle)_\w+|npm_command|npm_config_(ignore_scripts|local_prefix|userconfig|workspaces?)|init_cwd|node_options)$/i;

/** The environment of a stranger's terminal, in which npm has a user config of its own. */
export function strangersEnvironment(userConfig) {
  const own = Object.entries(process.env).filter(([name]) => !OF_NPM_RUN.test(name));
  const noProxy = ['127.0.0.1', process.env.NO_PROXY ?? process.env.no_proxy].filter(Boolean).join(',');
  return { ...Object.fromEntries(own), NPM_CONFIG_USERCONFIG: userConfig, NO_PROXY: noProxy, no_proxy: noProxy, NO_COLOR: '1' };
}

/** The user's config of npm, with its registry and access, in which `@cmg` packages, and those of a document (`@me`), come from this address instead. */
export function userConfig(registry) {
  const file = process.env.npm_config_userconfig ?? process.env.NPM_CONFIG_USERCONFIG ?? join(homedir(), '.npmrc');
  const inherited = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const quiet = ['audit=false', 'fund=false', 'update-notifier=false'];
  return [
    inherited,
    `@cmg:registry=${registry}`,
    `@me:registry=${registry}`,
    `${registry.replace('http:', '')}:_authToken=none`,
    ...quiet,
    '',
  ].join('\n');
}

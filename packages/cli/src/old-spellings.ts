/** Arguments in the spelling of today, and how it differs from what was typed. */
export interface Respelt {
  readonly argv: readonly string[];
  /** Absent where nothing was old. */
  readonly note?: string;
}

const INDEX_COMMANDS = ['add', 'remove', 'show'];
const QUERIES = ['--text', '--audio', '--image', '--video', '--like'];

/** Understands what commands took before an option or a command was renamed. The commands themselves know today's spelling alone. */
export function respell(argv: readonly string[]): Respelt {
  const [command, ...rest] = argv;
  const has = (option: string) => rest.some((arg) => arg === option || arg.startsWith(`${option}=`));
  const renamed = (from: string, to: string) =>
    rest.map((arg) => (arg === from ? to : arg.startsWith(`${from}=`) ? `${to}${arg.slice(from.length)}` : arg));
  if (command === 'search' && has('--in') && QUERIES.some(has)) {
    return {
      argv: [command, ...renamed('--in', '--among')],
      note: '`--in MODALITIES` of `cmg search` is `--among MODALITIES` now; --in is what is searched by',
    };
  }
  if (command === 'extract' && has('--config')) {
    return { argv: [command, ...renamed('--config', '--extractors')], note: '`--config FILE` of `cmg extract` is `--extractors FILE` now' };
  }
  if (command === 'index' && has('--index') && !INDEX_COMMANDS.includes(rest[0] ?? '')) {
    const does = has('--remove') ? 'remove' : has('--in') || has('--split') || has('--run') ? 'add' : 'show';
    return {
      argv: [command, does, ...renamed('--remove', '--ids')],
      note: `\`cmg index\` has commands of its own now: this is \`cmg index ${does}\`${does === 'remove' ? ' with --ids' : ''}`,
    };
  }
  return { argv };
}

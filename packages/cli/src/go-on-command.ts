/**
 * The command that goes on with what was interrupted, as a shell takes it: all that was said is said again.
 *
 * @param argv of the interrupted command, after `cmg`
 * @param changes what going on needs besides, and what would undo it
 */
export function goOnCommand(argv: readonly string[], { add, drop }: { readonly add?: string; readonly drop?: string } = {}): string {
  const kept = argv.filter((argument) => argument !== drop);
  return ['cmg', ...kept.map(quoted), ...(add === undefined || kept.includes(add) ? [] : [add])].join(' ');
}

/** As a shell takes it. */
export function quoted(argument: string): string {
  return /^[\w./=@:,+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

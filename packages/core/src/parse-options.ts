import { CmgError } from './cmg-error.js';
import type { ComponentConfig } from './component-config.js';

/** What of a component reads its options. */
export interface WithOptions<Options> {
  readonly options: { parse(values: unknown): Options };
}

/**
 * The recorded options of a component, as its schema has them today: those of an older run lack what is new, those of a damaged file are
 * anything.
 *
 * @param where for messages
 * @throws CmgError that names each option that is not valid
 */
export function parseOptions<Options>(
  component: WithOptions<Options>,
  { options }: Pick<ComponentConfig, 'options'>,
  where: string,
): Options {
  try {
    return component.options.parse(options);
  } catch (cause) {
    throw new CmgError(`the recorded options are not valid: ${reasonsOf(cause)}`, {
      where,
      hint: 'The record is damaged, or of another version of this component.',
      cause,
    });
  }
}

interface Issue {
  readonly path?: readonly PropertyKey[];
  readonly message: string;
}

/** Of an error of any copy of zod, or of whatever a plugin's schema throws. */
function reasonsOf(cause: unknown): string {
  const { issues } = cause as { readonly issues?: readonly Issue[] };
  if (!Array.isArray(issues)) return cause instanceof Error ? cause.message : String(cause);
  return (issues as readonly Issue[]).map(({ path = [], message }) => `${path.map(String).join('.') || 'options'}: ${message}`).join('; ');
}

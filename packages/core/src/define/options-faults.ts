/** Keys of an entry of a config beside the options of its component. */
export const RESERVED_OPTIONS = ['use', 'weight', 'context', 'featureDropout', 'from'] as const;

/** The part of a zod object that is used; it may come from another copy of zod 4. */
interface OptionsSchema {
  readonly _zod: { readonly def: { readonly type: string } };
  readonly shape: Readonly<Record<string, unknown>>;
  safeParse(value: unknown): { readonly error?: { readonly issues: readonly Issue[] } };
  extend(shape: object): unknown;
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
}

/** Faults in the schema of a component's options. */
export function optionsFaults(options: unknown): string[] {
  if (options === undefined) return ['options is missing: use z.strictObject({}) if there are none'];
  const wrong = notAnObjectSchema(options);
  if (wrong !== undefined) return [`options is ${wrong}`];
  const { shape, ...schema } = parts(options as OptionsSchema);
  const reserved = RESERVED_OPTIONS.filter((key) => key in shape);
  const unknownKey = schema.issues({ 'no such option': 1 }).some(({ code }) => code === 'unrecognized_keys');
  return [
    ...reserved.map((key) => `options.${key} is a key of the config itself: give the option another name`),
    ...(unknownKey ? [] : ['options accepts unknown keys: make it a z.strictObject']),
    ...schema.issues({}).map(({ path }) => `options${path.map((key) => `.${String(key)}`).join('')} has no default, but {} must be valid`),
  ];
}

const parts = (schema: OptionsSchema) => ({
  shape: schema.shape,
  issues: (value: unknown): readonly Issue[] => schema.safeParse(value).error?.issues ?? [],
});

function notAnObjectSchema(options: unknown): string | undefined {
  const { _zod, shape, safeParse, extend } = Object(options) as Partial<OptionsSchema>;
  if (typeof safeParse !== 'function') return 'not a zod object';
  if (_zod === undefined) return 'a schema of a zod version other than 4';
  if (_zod.def.type !== 'object' || typeof shape !== 'object' || typeof extend !== 'function')
    return `a zod ${_zod.def.type}, not a zod object`;
  return undefined;
}

/** A value for each modality of a run, by the modality's name. */
export type PerModality<T> = Readonly<Record<string, T>>;

/** `map(name)` for each modality, in the run's order. */
export function perModality<T>(modalities: readonly string[], map: (modality: string) => T): PerModality<T> {
  return Object.fromEntries(modalities.map((modality) => [modality, map(modality)]));
}

/** The value of one modality; throws if missing, which is a bug in the caller. */
export function forModality<T>(values: PerModality<T>, modality: string): T {
  const value = values[modality];
  if (value === undefined) throw new RangeError(`no value for modality '${modality}'`);
  return value;
}

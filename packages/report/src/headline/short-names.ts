/** Initials if unambiguous (audio, video, text -> A, V, T), else the names. */
export function shortNames(modalities: readonly string[]): string[] {
  const initials = modalities.map((name) => name.charAt(0).toUpperCase());
  return new Set(initials).size === modalities.length ? initials : [...modalities];
}

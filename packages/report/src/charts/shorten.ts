/** A name of at most twelve letters, for a narrow place. */
export const shorten = (name: string): string => (name.length > 12 ? `${name.slice(0, 11)}…` : name);

/** Some files or clips were left out; the rest is there. */
export const INCOMPLETE = 3;

/** Whether a value given as text is a file name rather than the text itself. */
export const isTextFile = (source: string): boolean => /^[^\n]*\.txt$/i.test(source);

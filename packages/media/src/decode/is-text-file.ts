/** Whether what stands for a text is the name of a file, rather than the text itself. */
export const isTextFile = (source: string): boolean => /^[^\n]*\.txt$/i.test(source);

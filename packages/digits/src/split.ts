/** The parts of the corpus; they share no voice, no handwriting and no filler word. */
export const SPLITS = ['train', 'val', 'test'] as const;

export type Split = (typeof SPLITS)[number];

/** T. */
export const SEGMENTS = 10;

/** Names of the classes, which are also the words that are spoken and written. */
export const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;

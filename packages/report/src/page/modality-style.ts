/** Colours that are distinguishable with any colour vision (Okabe and Ito), as custom properties `--m0`, `--m1`, ... */
const LIGHT = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'];
const DARK = ['#3f9fdc', '#f0b429', '#2fbf92', '#dd93ba', '#8bcdf5', '#f0803c'];

const declare = (colours: readonly string[]) => colours.map((colour, i) => `--m${i}:${colour}`).join(';');

export const MODALITY_COLOURS = { light: declare(LIGHT), dark: declare(DARK) };

/** The colour of a modality, by its place in the run; the same in every chart. */
export const modalityColour = (index: number): string => `var(--m${index % LIGHT.length})`;

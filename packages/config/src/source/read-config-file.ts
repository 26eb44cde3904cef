import { readText } from '@cmg/formats';

/** Most bytes of a config: far more than any has, and little enough for its anchors and nesting to be read in no time. */
const MOST_BYTES = 2 ** 18;

/** The text of a YAML file that a user wrote. @throws CmgError of kind `usage` if it is missing, no file, or too large */
export const readConfigFile = (file: string): Promise<string> => readText(file, MOST_BYTES);

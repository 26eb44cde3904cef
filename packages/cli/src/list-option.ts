import { InvalidArgumentError } from 'commander';

/** `audio,video` -> ['audio', 'video']. */
export function listOption(text: string): string[] {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (parts.length === 0) throw new InvalidArgumentError('Expected names, separated by commas.');
  return parts;
}

/** A whole number of at least `least`. */
export function integerOption(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least) throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
    return value;
  };
}

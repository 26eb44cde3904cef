/** What a terminal obeys or cannot show, and what changes the order in which text is seen. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Text of somebody else (an id, a class, a file's name, an option) as it may be shown: control characters, line breaks, marks of direction and
 * halves of surrogate pairs are spelt out, `\u001b`, and everything else is as it was. JSON that is shown so still says the same.
 */
export function shownText(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for text of several lines: they stay lines. */
export function shownLines(text: string): string {
  return text.split('\n').map(shownText).join('\n');
}

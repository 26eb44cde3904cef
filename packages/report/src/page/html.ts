/** Text that is already markup. */
export class Markup {
  constructor(readonly text: string) {}
}

/** A template value: text is escaped, numbers are rounded to two decimals, empty values are omitted. */
export type Piece = Markup | string | number | false | undefined | readonly Piece[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function render(piece: Piece): string {
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string') return piece.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
  if (typeof piece === 'number') return String(Math.round(piece * 100) / 100);
  if (piece === false || piece === undefined) return '';
  return piece.map(render).join('');
}

/** Markup (HTML or SVG) from a template; inserted values are escaped. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return new Markup(strings.reduce((text, string, i) => text + render(pieces[i - 1]) + string));
}

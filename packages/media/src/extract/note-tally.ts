/** How many notes are listed. */
const LISTED = 10;

/** What features of clips lack, such as words that are unknown. */
export class NoteTally {
  private readonly clips = new Map<string, number>();

  /** Adds those of one clip. */
  add(notes: ReadonlySet<string>): void {
    for (const note of notes) this.clips.set(note, (this.clips.get(note) ?? 0) + 1);
  }

  /** With the number of clips each, the most frequent first. */
  get lines(): string[] {
    const sorted = [...this.clips].sort(([, a], [, b]) => b - a);
    const listed = sorted.slice(0, LISTED).map(([note, clips]) => `${note} (${clips} ${clips === 1 ? 'clip' : 'clips'})`);
    return sorted.length > LISTED ? [...listed, `and ${sorted.length - LISTED} more notes like these`] : listed;
  }
}

/** Of the comment at the top of a config or a study. */
export function firstSentence(text: string): string {
  const [line = ''] = text.split('\n');
  return /^# (.*?\.)(?: |$)/.exec(line)?.[1] ?? '';
}

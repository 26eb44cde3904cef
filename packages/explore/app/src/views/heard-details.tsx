import type { ExportedHead } from '@cmg/web';
import { href } from '../data/route.js';
import type { HeardSecond } from '../try/use-listening.js';

export interface HeardDetailsProps {
  readonly id: string;
  readonly heads: readonly ExportedHead[];
  /** The newest first. */
  readonly heard: readonly HeardSecond[];
  readonly listening: boolean;
}

/** What was heard, second by second: codes, and what each head says. */
export function HeardDetails({ id, heads, heard, listening }: HeardDetailsProps) {
  const [now] = heard;
  const sources = new Map(heads.map(({ name, task, from }) => [name, `${task}, learned from ${from}`]));
  return (
    <>
      <h2>What it hears</h2>
      <p class="note">
        {now === undefined
          ? 'Listening: the first second is soon over.'
          : `A second was told after ${now.milliseconds.toFixed(0)} ms${listening ? '' : '; the microphone is off'}.`}
      </p>
      <ol class="heads heard" aria-label="Seconds, the newest first">
        {heard.map(({ second, codes, events }) => (
          <li key={second}>
            <time>{clock(second)}</time>
            {codes.map((code, level) => (
              <a key={level} class="code" href={href('codebook', { run: id, code })}>
                {code}
              </a>
            ))}
            {Object.entries(events).flatMap(([head, recognised]) =>
              recognised.map(({ class: name, score }, e) => (
                <b key={`${head} ${e}`} title={sources.get(head)} style={{ '--score': score }}>
                  {name} <small>{score.toFixed(2)}</small>
                </b>
              )),
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

/** `0:07`. */
const clock = (second: number): string => `${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`;

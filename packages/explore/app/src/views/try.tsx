import type { ClipMedia, WebRun } from '@cmg/web';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RunEntry } from '../../../src/site/site-data.js';
import type { RunCodes } from '../data/run-codes.js';
import { useLoaded } from '../data/use-loaded.js';
import { modalityColour } from '../parts/chart.js';
import { Failed, Waiting } from '../parts/status.js';
import { type Answer, ask } from '../try/ask.js';
import { type Decoders, Input } from '../try/input.js';
import { useListening } from '../try/use-listening.js';
import { AnswerDetails } from './answer-details.js';
import { HeardDetails } from './heard-details.js';
import { WithCodes } from './with-codes.js';

/** The reader's own input: its codes, what heads say, and what it finds, all computed in the browser. */
export const TryView = ({ run }: { readonly run: RunEntry }) => (
  <WithCodes run={run}>{(codes) => <Try key={codes.version} id={run.id} codes={codes} />}</WithCodes>
);

function Try({ id, codes }: { readonly id: string; readonly codes: RunCodes }) {
  const { value, error } = useLoaded(async () => {
    const { openWebRun, decodePicture, decodeSound } = await import('../try/open-run.js');
    return { decoders: { decodePicture, decodeSound }, run: await openWebRun(`${codes.path}/web/`) };
  }, [codes]);
  useEffect(() => () => value?.run.dispose(), [value]);
  if (error !== undefined) return <Failed error={error} />;
  if (value === undefined) return <Waiting what={`Bringing ${codes.name} into this browser`} />;
  return <Tried id={id} codes={codes} {...value} />;
}

interface TriedProps {
  readonly id: string;
  readonly codes: RunCodes;
  readonly run: WebRun;
  readonly decoders: Decoders;
}

function Tried({ id, codes, run, decoders }: TriedProps) {
  const [answer, setAnswer] = useState<Answer>();
  const [error, setError] = useState<string>();
  const asked = useRef(0);
  const { modality: listenedTo, heard, start, stop } = useListening(run, setError);
  const listen = (modality: string) => {
    asked.current++;
    setAnswer(undefined);
    start(modality);
  };
  const give = (modality: string) => (input: ClipMedia) => {
    const number = ++asked.current;
    stop();
    setError(undefined);
    ask(run, modality, input).then(
      // Of several that are asked one after the other, the last one counts.
      (told) => number === asked.current && setAnswer(told),
      (problem: unknown) => number === asked.current && setError(problem instanceof Error ? problem.message : String(problem)),
    );
  };
  const takes = run.modalities.flatMap((name, index) => {
    const format = run.formats[name];
    return format === undefined ? [] : [{ name, index, format }];
  });
  return (
    <div class="columns try">
      <section aria-label="Your input">
        <p class="summary">
          The model runs in this browser: nothing that you type, draw or record leaves it. A head learned from labels of one modality alone;
          see what it says of another.
        </p>
        {takes.map(({ name, index, format }) => (
          <section key={name} class="input" aria-label={name}>
            <h3>
              <i style={{ background: modalityColour(index) }} />
              {name}
            </h3>
            <Input decoders={decoders} modality={name} format={format} onInput={give(name)} onError={setError} />
            {format.kind === 'audio' && (
              <button
                type="button"
                class={listenedTo === name ? 'recording' : undefined}
                aria-pressed={listenedTo === name}
                onClick={() => (listenedTo === name ? stop() : listen(name))}
              >
                {listenedTo === name ? 'Stop listening' : 'Listen'}
              </button>
            )}
          </section>
        ))}
        {run.about.notes.map((note) => (
          <p key={note} class="note">
            {note}
          </p>
        ))}
      </section>
      <section class="details" aria-label="What the model makes of it" aria-live={listenedTo === undefined ? 'polite' : 'off'}>
        {error !== undefined && <Failed error={error} />}
        {answer !== undefined && <AnswerDetails id={id} codes={codes} answer={answer} />}
        {answer === undefined && (listenedTo !== undefined || heard.length > 0) && (
          <HeardDetails id={id} heads={run.about.heads} heard={heard} listening={listenedTo !== undefined} />
        )}
        {answer === undefined && listenedTo === undefined && heard.length === 0 && error === undefined && (
          <p class="status">Type some words, drop or draw a picture, drop or record a sound, or let it listen.</p>
        )}
      </section>
    </div>
  );
}

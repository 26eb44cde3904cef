import type { FoundClip } from '@cmg/web';
import { useMemo } from 'preact/hooks';
import { codeRows } from '../data/code-rows.js';
import { className, percent } from '../data/names.js';
import { href } from '../data/route.js';
import { codesAt, type ModalityCodes, type RunCodes } from '../data/run-codes.js';
import { modalityColour } from '../parts/chart.js';
import { SegmentMedia } from '../parts/segment-media.js';
import type { Answer, HeadAnswer } from '../try/ask.js';

export interface AnswerDetailsProps {
  readonly id: string;
  readonly codes: RunCodes;
  readonly answer: Answer;
}

/** The codes of an input, what each head says of it, and the clips that it finds. */
export function AnswerDetails({ id, codes, answer }: AnswerDetailsProps) {
  const rows = useMemo(() => codeRows(codes), [codes]);
  const mains = (code: number) => {
    const row = rows[code];
    return row?.main === undefined ? 'no held-out segment has it' : `${className(codes.classes, row.main)} ${percent(row.purity)}`;
  };
  const own = answer.heads.filter(({ from }) => from === answer.modality);
  const others = answer.heads.filter(({ from }) => from !== answer.modality);
  return (
    <>
      <h2>Its codes</h2>
      <ol class="own-codes">
        {answer.codes.map((levels, t) => (
          <li key={t}>
            {levels.map((code) => (
              <a key={code} class="code" href={href('codebook', { run: id, code })} title={`code ${code}: ${mains(code)}`}>
                {code}
              </a>
            ))}
          </li>
        ))}
      </ol>
      <p class="note">
        One a segment, computed here in {answer.milliseconds.toFixed(0)} ms. {answer.notes.join('; ')}
      </p>
      {others.length > 0 && (
        <>
          <h2>Heads that never saw a label of {answer.modality}</h2>
          <Heads heads={others} />
        </>
      )}
      {own.length > 0 && (
        <>
          <h2>Heads that learned from labels of {answer.modality}</h2>
          <Heads heads={own} />
        </>
      )}
      {answer.found.length > 0 && (
        <>
          <h2>The clips that it finds</h2>
          <div class="found" style={{ '--columns': codes.modalities.length }}>
            {codes.modalities.map((modality) => (
              <Found key={modality.name} id={id} codes={codes} modality={modality} answer={answer} />
            ))}
          </div>
        </>
      )}
    </>
  );
}

const Heads = ({ heads }: { readonly heads: readonly HeadAnswer[] }) => (
  <ul class="heads">
    {heads.map(({ task, from, events }, i) => (
      <li key={i}>
        <span>
          {task}, learned from {from}
        </span>{' '}
        {events.length === 0
          ? 'nothing known'
          : events.map(({ class: name, score, segments }, e) => (
              <b key={e} style={{ '--score': score }}>
                {name}{' '}
                <small>
                  {score.toFixed(2)}
                  {segments && `, segments ${segments[0]} to ${segments[1] - 1}`}
                </small>
              </b>
            ))}
      </li>
    ))}
  </ul>
);

interface FoundProps extends AnswerDetailsProps {
  readonly modality: ModalityCodes;
}

function Found({ id, codes, modality, answer }: FoundProps) {
  const found = answer.found.filter((one) => one.modality === modality.name);
  return (
    <section aria-label={`Clips of ${modality.name}`}>
      <h3>
        <i style={{ background: modalityColour(modality.index) }} />
        {modality.name}
      </h3>
      <ul>
        {found.map((one) => (
          <li key={one.id}>
            <FoundOne id={id} codes={codes} modality={modality} found={one} answer={answer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A clip that is one of the held-out ones is shown by the segment that has most of the input's codes. */
function FoundOne({
  id,
  codes,
  modality,
  found,
  answer,
}: Omit<FoundProps, 'answer'> & { readonly found: FoundClip; readonly answer: Answer }) {
  const place = found.id.lastIndexOf('/');
  const number = Number(found.id.slice(place + 1));
  if (found.id.slice(0, place) !== modality.split || !Number.isInteger(number) || number >= modality.clips)
    return (
      <span class="class">
        {found.id} {found.score.toFixed(2)}
      </span>
    );
  const given = new Set(answer.codes.flat());
  const segments = Array.from({ length: codes.segments }, (_, t) => t);
  const at = segments.findIndex((t) =>
    [...codesAt(modality.codes, codes.levels, number * codes.segments + t)].some((code) => given.has(code)),
  );
  const segment = Math.max(0, at);
  const label = segments.map((t) => modality.labels?.[number * codes.segments + t] ?? -1).find((one) => one >= 0);
  return (
    <>
      <SegmentMedia run={codes} modality={modality} clip={number} segment={segment} />
      <a href={href('clips', { run: id, clip: number, segment, split: modality.split })}>
        {label !== undefined && <b>{className(codes.classes, label)}</b>} clip {number}, {found.score.toFixed(2)}
      </a>
    </>
  );
}

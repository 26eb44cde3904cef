import { useMemo, useState } from 'preact/hooks';
import type { RunEntry } from '../../../src/site/site-data.js';
import { className, wholeNumber } from '../data/names.js';
import { go, href, within } from '../data/route.js';
import type { ModalityCodes, RunCodes } from '../data/run-codes.js';
import { Choice } from '../parts/choice.js';
import { WindowList } from '../parts/window-list.js';
import { ClipDetails } from './clip-details.js';
import { WithCodes } from './with-codes.js';

export interface ClipsViewProps {
  readonly run: RunEntry;
  readonly chosen: Readonly<Record<string, string>>;
}

/** The held-out clips, and the timeline of one. */
export const ClipsView = ({ run, chosen }: ClipsViewProps) => (
  <WithCodes run={run}>{(codes) => <Clips id={run.id} codes={codes} chosen={chosen} />}</WithCodes>
);

interface ClipsProps {
  readonly id: string;
  readonly codes: RunCodes;
  readonly chosen: ClipsViewProps['chosen'];
}

function Clips({ id, codes, chosen }: ClipsProps) {
  const splits = [...new Set(codes.modalities.map(({ split }) => split))];
  const split = splits.find((one) => one === chosen['split']) ?? splits[0] ?? '';
  const modalities = codes.modalities.filter((modality) => modality.split === split);
  const count = modalities[0]?.clips ?? 0;
  const classes = useMemo(() => clipClasses(codes, modalities), [codes, split]);
  const [label, setLabel] = useState('');
  const shown = useMemo(
    () => Array.from({ length: count }, (_, clip) => clip).filter((clip) => label === '' || classes[clip]?.has(Number(label))),
    [count, classes, label],
  );
  const clip = within(chosen['clip'] ?? String(shown[0]), count);
  const segment = within(chosen['segment'], codes.segments);
  const choose = (next: { clip?: number; segment?: number }) =>
    go(href('clips', { run: chosen['run'] ?? id, split: splits.length > 1 ? split : undefined, clip, segment, ...next }), true);
  const step = (by: number) => {
    const at = shown.indexOf(clip);
    const next = shown[Math.min(Math.max(0, at + by), shown.length - 1)];
    if (next !== undefined) choose({ clip: next });
  };
  if (count === 0) return <p class="status">There are no held-out clips.</p>;
  return (
    <div class="columns clips">
      <section aria-label="Clips">
        <div class="tools">
          {splits.length > 1 && (
            <Choice
              label="Split"
              value={split}
              options={splits.map((one) => [one, one])}
              onChange={(one) => go(href('clips', { run: id, split: one }))}
            />
          )}
          {codes.classes.length > 0 && (
            <Choice
              label="Class"
              value={label}
              onChange={setLabel}
              options={[['', 'any'], ...codes.classes.map((name, i) => [`${i}`, name] as const)]}
            />
          )}
        </div>
        <p class="note">
          {wholeNumber(shown.length)} {shown.length === 1 ? 'clip' : 'clips'} of the split {split}
          {modalities[0]!.total > count && `; the first ${wholeNumber(count)} of ${wholeNumber(modalities[0]!.total)} are here`}
        </p>
        <WindowList
          class="clip-list"
          label="Clips"
          count={shown.length}
          rowHeight={34}
          chosen={shown.indexOf(clip)}
          row={(i) => (
            <button type="button" class="line" aria-pressed={shown[i] === clip} onClick={() => choose({ clip: shown[i]! })}>
              <b>{shown[i]}</b>
              <span class="class">{[...(classes[shown[i]!] ?? [])].map((one) => className(codes.classes, one)).join(', ')}</span>
            </button>
          )}
        />
      </section>
      <ClipDetails
        run={codes}
        id={id}
        modalities={modalities}
        clip={clip}
        segment={segment}
        onSegment={(t) => choose({ segment: t })}
        onClip={step}
      />
    </div>
  );
}

/** The classes of each clip's segments, without background. */
function clipClasses({ segments }: RunCodes, modalities: readonly ModalityCodes[]): Set<number>[] {
  return Array.from({ length: modalities[0]?.clips ?? 0 }, (_, clip) => {
    const found = new Set<number>();
    for (const { labels } of modalities)
      for (const label of labels?.subarray(clip * segments, (clip + 1) * segments) ?? []) if (label >= 0) found.add(label);
    return found;
  });
}

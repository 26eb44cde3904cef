import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { RunEntry } from '../../../src/site/site-data.js';
import type { RunCodes } from '../data/run-codes.js';
import { useRunCodes } from '../data/use-run-codes.js';
import { Failed, Waiting } from '../parts/status.js';

export interface WithCodesProps {
  readonly run: RunEntry;
  readonly children: (codes: RunCodes) => ComponentChildren;
}

/** What needs a run's codes, once they are there. Where the run trains further meanwhile, the reader says when to look at its new codes. */
export function WithCodes({ run, children }: WithCodesProps) {
  const [{ checkpoint, tries }, setSeen] = useState({ checkpoint: run.checkpoint, tries: 0 });
  // The first checkpoint is waited for.
  const seen = checkpoint === '' ? run.checkpoint : checkpoint;
  const { value: codes, error } = useRunCodes(run, `${seen} ${tries}`);
  const again = () => setSeen({ checkpoint: run.checkpoint, tries: tries + 1 });
  if (seen === '') return <p class="status">This run has no checkpoint yet; its codes are shown as soon as it has.</p>;
  if (error !== undefined)
    return (
      <Failed error={error}>
        <button type="button" onClick={again}>
          Try again
        </button>
      </Failed>
    );
  if (codes === undefined) return <Waiting what={`Encoding the held-out clips of ${run.name}`} />;
  return (
    <>
      {run.checkpoint !== seen && (
        <p class="banner" role="status">
          The run has trained further.{' '}
          <button type="button" onClick={again}>
            Show its new codes
          </button>
        </p>
      )}
      {children(codes)}
    </>
  );
}

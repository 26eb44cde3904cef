import type { Heard, WebRun } from '@cmg/web';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Microphone, openMicrophone } from './microphone.js';

/** A second that was heard, and which one. */
export interface HeardSecond extends Heard {
  readonly second: number;
}

/** What is known of a microphone that is listened to. */
export interface ListeningState {
  /** Of which modality; undefined: the microphone is off. */
  readonly modality: string | undefined;
  /** The last seconds, the newest first. */
  readonly heard: readonly HeardSecond[];
  readonly start: (modality: string) => void;
  readonly stop: () => void;
}

/** So many seconds stay in sight. */
const KEPT = 30;

/** Listens to the microphone: every second its codes, and what each head says. */
export function useListening(run: WebRun, onError: (error: string | undefined) => void): ListeningState {
  const [modality, setModality] = useState<string>();
  const [heard, setHeard] = useState<readonly HeardSecond[]>([]);
  const microphone = useRef<Promise<Microphone> | undefined>(undefined);
  const stop = () => {
    microphone.current?.then((open) => open.close()).catch(() => undefined);
    microphone.current = undefined;
    setModality(undefined);
  };
  useEffect(() => stop, [run]);
  const start = (name: string) => {
    onError(undefined);
    setHeard([]);
    setModality(name);
    const opened = open(run, name, (one) => setHeard((before) => [one, ...before].slice(0, KEPT)), onError);
    microphone.current = opened;
    opened.catch((problem: unknown) => {
      setModality(undefined);
      onError(
        problem instanceof DOMException || problem instanceof TypeError
          ? 'The microphone cannot be used: this browser has none, or does not allow it here.'
          : String(problem),
      );
    });
  };
  return { modality, heard, start, stop };
}

async function open(
  run: WebRun,
  modality: string,
  onHeard: (heard: HeardSecond) => void,
  onError: (error: string) => void,
): Promise<Microphone> {
  // A head that ranks clips recognises nothing.
  const heads = run.about.heads.filter(({ task }) => task !== 'retrieval').map(({ name }) => name);
  const listening = await run.listen(modality, heads);
  let second = 0;
  let before = Promise.resolve();
  return openMicrophone(listening.sampleRate, (samples) => {
    const number = second++;
    before = before
      .then(async () => onHeard({ ...(await listening.hear(samples)), second: number }))
      .catch((problem: unknown) => onError(String(problem)));
  });
}

import type { ModalityCodes, RunCodes } from '../data/run-codes.js';
import { loadJson } from '../data/load.js';
import { useLoaded } from '../data/use-loaded.js';

export interface SegmentMediaProps {
  readonly run: Pick<RunCodes, 'path' | 'segments'>;
  readonly modality: ModalityCodes;
  readonly clip: number;
  readonly segment: number;
  /** Where words stand alone, without the sentence around them. */
  readonly alone?: boolean;
}

/** A segment as people know it: the picture, the sound's spectrogram with a button to hear it, the word in its sentence. */
export function SegmentMedia({ run, modality, clip, segment, alone = false }: SegmentMediaProps) {
  const file = `${run.path}/media/${modality.index}/${clip}/${segment}`;
  const name = `${modality.name}, clip ${clip}, segment ${segment}`;
  if (modality.media === 'words') return <Words run={run} modality={modality} clip={clip} segment={segment} alone={alone} />;
  if (modality.media === 'picture') return <img class="media" src={`${file}.png`} alt={name} loading="lazy" />;
  if (modality.media === 'sound')
    return (
      <button type="button" class="media sound" title="Play" aria-label={`Play ${name}`} onClick={() => play(`${file}.wav`)}>
        <img src={`${file}.png`} alt="" loading="lazy" />
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4 2.5v11l9-5.5z" />
        </svg>
      </button>
    );
  return <span class="media none">features</span>;
}

function Words({ run, modality, clip, segment, alone }: Required<SegmentMediaProps>) {
  const { value: words } = useLoaded(() => loadJson<string[]>(`${run.path}/words/${modality.index}/${clip}.json`), [run.path, clip]);
  if (words === undefined) return <span class="media words" />;
  if (alone) return <span class="media words">{words[segment]}</span>;
  return (
    <span class="media words">
      {words.slice(0, segment).join(' ')} <mark>{words[segment]}</mark> {words.slice(segment + 1).join(' ')}
    </span>
  );
}

let playing: HTMLAudioElement | undefined;

/** One sound at a time. */
function play(file: string): void {
  playing?.pause();
  playing = new Audio(file);
  // What a browser cannot play is silent.
  playing.play().catch(() => undefined);
}

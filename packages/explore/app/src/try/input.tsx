import type { MediaFormat } from '@cmg/core';
import type * as web from '@cmg/web';
import type { ClipMedia } from '@cmg/web';
import { useRef, useState } from 'preact/hooks';
import { Drawing } from './drawing.js';
import { Recorder } from './recorder.js';

/** How files become what a run takes: of `@cmg/web`, which is loaded with the run. */
export type Decoders = Pick<typeof web, 'decodePicture' | 'decodeSound'>;

export interface InputProps {
  readonly decoders: Decoders;
  readonly modality: string;
  readonly format: MediaFormat;
  readonly onInput: (input: ClipMedia) => void;
  readonly onError: (error: string) => void;
}

/** In ms after the last letter. */
const REST = 250;

/** Takes what a modality is made of: words that are typed, a sound or a picture that is dropped, chosen, recorded or drawn. */
export function Input(props: InputProps) {
  const { decoders, modality, format, onInput, onError } = props;
  if (format.kind === 'text') return <Typed modality={modality} onInput={onInput} />;
  if (format.kind === 'file') return <p class="note">{modality} takes files that a browser does not read.</p>;
  const take = (file: Blob) => {
    const decode = format.kind === 'audio' ? decoders.decodeSound : decoders.decodePicture;
    decode(file, { [modality]: format }).then(onInput, () =>
      onError(`This is not a ${format.kind === 'audio' ? 'sound' : 'picture'} that this browser reads.`),
    );
  };
  return (
    <>
      <Files
        accept={format.kind === 'audio' ? 'audio/*' : 'image/*'}
        what={format.kind === 'audio' ? 'a sound' : 'a picture'}
        onFile={take}
      />
      {format.kind === 'audio' ? <Recorder onRecorded={take} onError={onError} /> : <Drawing onDrawn={take} />}
    </>
  );
}

function Typed({ modality, onInput }: Pick<InputProps, 'modality' | 'onInput'>) {
  const timer = useRef(0);
  return (
    <label class="typed">
      <span class="unseen">Words for {modality}</span>
      <textarea
        rows={2}
        placeholder="Type some words"
        onInput={({ currentTarget: { value } }) => {
          clearTimeout(timer.current);
          timer.current = window.setTimeout(() => {
            if (value.trim() !== '') onInput({ kind: 'words', text: value });
          }, REST);
        }}
      />
    </label>
  );
}

interface FilesProps {
  readonly accept: string;
  readonly what: string;
  readonly onFile: (file: Blob) => void;
}

/** A file that is dropped or chosen. */
function Files({ accept, what, onFile }: FilesProps) {
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) onFile(file);
  };
  return (
    <label
      class={over ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      Drop {what} here, or choose one
      <input
        type="file"
        accept={accept}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          currentTarget.value = '';
        }}
      />
    </label>
  );
}

import { useEffect, useRef, useState } from 'preact/hooks';

export interface RecorderProps {
  readonly onRecorded: (sound: Blob) => void;
  readonly onError: (error: string) => void;
}

/** In ms. */
const LONGEST = 10_000;

/** Records the microphone until it is pressed again. */
export function Recorder({ onRecorded, onError }: RecorderProps) {
  const [recording, setRecording] = useState(false);
  const recorder = useRef<MediaRecorder | undefined>(undefined);
  const stop = () => {
    if (recorder.current?.state === 'recording') recorder.current.stop();
  };
  useEffect(() => stop, []);
  const start = async () => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const made = new MediaRecorder(stream);
      const parts: Blob[] = [];
      made.ondataavailable = ({ data }) => parts.push(data);
      made.onstop = () => {
        for (const track of stream.getTracks()) track.stop();
        setRecording(false);
        onRecorded(new Blob(parts, { type: made.mimeType }));
      };
      recorder.current = made;
      made.start();
      setRecording(true);
      setTimeout(stop, LONGEST);
    } catch {
      onError('The microphone cannot be used: this browser has none, or does not allow it here.');
    }
  };
  return (
    <button
      type="button"
      class={recording ? 'recording' : undefined}
      aria-pressed={recording}
      onClick={() => (recording ? stop() : void start())}
    >
      {recording ? 'Stop' : 'Record'}
    </button>
  );
}

/** An open microphone. */
export interface Microphone {
  close(): void;
}

/**
 * Opens the microphone.
 *
 * @param sampleRate in Hz
 * @param onSecond told of each second of sound: `sampleRate` samples of one channel
 * @throws Error where there is none, or the reader does not allow it
 */
export async function openMicrophone(sampleRate: number, onSecond: (samples: Float32Array) => void): Promise<Microphone> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext({ sampleRate });
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  try {
    await context.audioWorklet.addModule(new URL('seconds-processor.js', document.baseURI));
    const seconds = new AudioWorkletNode(context, 'seconds', { numberOfOutputs: 0 });
    seconds.port.onmessage = ({ data }: MessageEvent<Float32Array>) => onSecond(data);
    context.createMediaStreamSource(stream).connect(seconds);
    return { close };
  } catch (error) {
    close();
    throw error;
  }
}

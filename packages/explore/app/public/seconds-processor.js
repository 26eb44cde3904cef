/** Gathers the sound of its first input, the mean of all channels, and posts each second of it. */
class SecondsProcessor extends AudioWorkletProcessor {
  second = new Float32Array(sampleRate);
  filled = 0;

  process([channels]) {
    const length = channels[0]?.length ?? 0;
    for (let i = 0; i < length; i++) {
      this.second[this.filled++] = channels.reduce((sum, samples) => sum + samples[i] / channels.length, 0);
      if (this.filled < sampleRate) continue;
      this.port.postMessage(this.second);
      this.second = new Float32Array(sampleRate);
      this.filled = 0;
    }
    return true;
  }
}

registerProcessor('seconds', SecondsProcessor);

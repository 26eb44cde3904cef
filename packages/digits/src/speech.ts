import { CmgError, type NdArray } from '@cmg/core';
import type { Safetensors } from '@cmg/formats';
import { type LogMel, MEL_BANDS, SILENCE } from '@cmg/modality-audio';
import { DIGITS, type Split } from './split.js';

/**
 * Spoken words in many voices, from the shipped spectrograms. A voice is an accent and a timbre; no timbre is in two
 * splits.
 */
export class Speech {
  private readonly frames: Uint8Array;
  private readonly ends: Int32Array;
  private readonly words: readonly string[];
  private readonly voices: readonly string[];

  constructor({ tensors, metadata }: Safetensors) {
    this.frames = arrayOf(tensors, 'frames') as Uint8Array;
    this.ends = arrayOf(tensors, 'ends') as Int32Array;
    this.words = JSON.parse(metadata['words'] ?? '[]') as string[];
    this.voices = JSON.parse(metadata['voices'] ?? '[]') as string[];
  }

  /** Words that are not digits. */
  get otherWords(): readonly string[] {
    return this.words.filter((word) => !(DIGITS as readonly string[]).includes(word));
  }

  /** Voices of a split: of every ten timbres, seven are for training, one for validation and two for testing. */
  voicesOf(split: Split): string[] {
    const timbres = [...new Set(this.voices.map(timbreOf))];
    const splitOf = (timbre: string) => {
      const place = timbres.indexOf(timbre) % 10;
      return place < 7 ? 'train' : place < 8 ? 'val' : 'test';
    };
    return this.voices.filter((voice) => splitOf(timbreOf(voice)) === split);
  }

  /** How a voice says a word, without silence before and after. */
  utterance(voice: string, word: string): LogMel {
    const index = this.voices.indexOf(voice) * this.words.length + this.words.indexOf(word);
    const begin = index === 0 ? 0 : (this.ends[index - 1] as number);
    const end = this.ends[index] as number;
    const stored = this.frames.subarray(begin * MEL_BANDS, end * MEL_BANDS);
    return { data: Float32Array.from(stored, (steps) => SILENCE + steps / 2), frames: end - begin };
  }
}

const timbreOf = (voice: string) => voice.slice(voice.indexOf('+') + 1);

function arrayOf(tensors: ReadonlyMap<string, NdArray>, name: string): NdArray['data'] {
  const array = tensors.get(name);
  if (array === undefined) throw new CmgError(`the corpus's speech has no tensor '${name}'`);
  return array.data;
}

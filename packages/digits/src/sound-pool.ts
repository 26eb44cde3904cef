import type { Random } from '@cmg/core';
import { LOG_MEL_WIDTH, type LogMel, logMelDescriptor, MEL_BANDS, SILENCE } from '@cmg/modality-audio';
import type { Speech } from './speech.js';
import { DIGITS, type Split } from './split.js';

/** How often each voice says each digit, with different gain and noise. */
const TAKES = 3;
/** Frames of a segment, a second in hops of 10 ms. */
const FRAMES = 100;
/** Noise-only segments per voice. */
const NOISES = 6;

export interface SoundOptions {
  /** Number of voices. */
  readonly voices: number;
  /** Loudest noise, 0 (-90 dB) to 1 (-40 dB). */
  readonly noise: number;
}

/**
 * The features of every one-second sound that clips of a split may contain: each voice's digits, its other words, and
 * noise. A clip refers to them by row.
 */
export class SoundPool {
  private readonly voices: readonly string[];
  private readonly others: readonly string[];
  /** What each voice says, row by row. */
  private readonly words: readonly string[];

  constructor(
    private readonly speech: Speech,
    private readonly split: Split,
    private readonly options: SoundOptions,
    private readonly random: Random,
  ) {
    this.voices = speech.voicesOf(split).slice(0, options.voices);
    this.others = speech.otherWords;
    this.words = [...DIGITS.flatMap((digit) => Array<string>(TAKES).fill(digit)), ...this.others];
  }

  /** Number of rows. */
  get size(): number {
    return this.voices.length * (this.wordsAVoice + NOISES);
  }

  /** A voice, to pass to the other methods. */
  voice(random: Random): number {
    return random.integer(0, this.voices.length);
  }

  /** A row in which the voice says the digit. */
  digit(voice: number, digit: number, random: Random): number {
    return voice * this.wordsAVoice + digit * TAKES + random.integer(0, TAKES);
  }

  /** A row in which the voice says another word. */
  otherWord(voice: number, random: Random): number {
    return voice * this.wordsAVoice + DIGITS.length * TAKES + random.integer(0, this.others.length);
  }

  /** A row of noise only. */
  background(random: Random): number {
    return this.voices.length * this.wordsAVoice + random.integer(0, this.voices.length * NOISES);
  }

  /** All rows, [size, 128]. */
  describe(): Float32Array {
    const out = new Float32Array(this.size * LOG_MEL_WIDTH);
    for (let row = 0; row < this.size; row++) out.set(logMelDescriptor(this.sound(row)), row * LOG_MEL_WIDTH);
    return out;
  }

  /** One second of sound. Sounds are made on demand, always identically. */
  sound(row: number): LogMel {
    const voice = this.voices[Math.floor(row / this.wordsAVoice)];
    const word = voice === undefined ? undefined : this.speech.utterance(voice, this.words[row % this.wordsAVoice] as string);
    return this.segment(word, this.random.fork(this.split, row));
  }

  private get wordsAVoice(): number {
    return this.words.length;
  }

  /** A word, at a random loudness and position in a second of noise of random loudness and colour. */
  private segment(word: LogMel | undefined, random: Random): LogMel {
    const loudness = random.uniform(SILENCE + 10, SILENCE + 10 + 50 * this.options.noise);
    const colour = Float64Array.from({ length: MEL_BANDS }, () => power(loudness + random.normal(0, 4)));
    const gain = random.uniform(-6, 6);
    const length = Math.min(word?.frames ?? 0, FRAMES);
    const begin = random.integer(0, FRAMES - length + 1);
    const data = new Float32Array(FRAMES * MEL_BANDS);
    for (let i = 0; i < data.length; i++) {
      const noise = (colour[i % MEL_BANDS] as number) * -Math.log(1 - random.uniform());
      const at = i - begin * MEL_BANDS;
      const sound = word !== undefined && at >= 0 && at < length * MEL_BANDS ? power(gain + word.data[at]!) : 0;
      data[i] = Math.max(SILENCE, DECIBELS * Math.log(noise + sound));
    }
    return { data, frames: FRAMES };
  }
}

/** Decibels of a factor of e. */
const DECIBELS = 10 / Math.LN10;

const power = (decibels: number) => Math.exp(decibels / DECIBELS);

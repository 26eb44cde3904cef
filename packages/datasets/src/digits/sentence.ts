import type { Random } from '@cmg/core';
import { DIGITS, SEGMENTS, type Split } from './split.js';

/** Words before the digit, in order; each place has ten that fit: six for training, one for validation, three for tests. */
const BEFORE = [
  'today yesterday once again finally perhaps sometimes often suddenly lately',
  'we they you people neighbours children visitors sailors farmers students',
  'quickly slowly quietly happily clearly nearly always rarely certainly simply',
  'saw found noticed counted watched met photographed remembered described spotted',
  'near behind beside inside outside beyond around along past towards',
  'the this that our their your my his her every',
  'old little big quiet empty wooden yellow ancient narrow sunny',
  'house garden bridge harbour market station village castle orchard library',
  'with holding showing having displaying offering hiding keeping sheltering housing',
].map((words) => words.split(' '));

/** Words after the digit. */
const AFTER = [
  'small red grey tired young bright heavy curious friendly hungry',
  'birds boats horses lanterns kites stones baskets bicycles apples wagons',
  'resting waiting standing floating lying gathering drifting turning leaning moving',
  'under above against across among between over beneath alongside below',
  'a another some any no such each either neither both',
  'green broken silver hidden painted dusty frozen golden crooked distant',
  'tree gate wall river tower field hill fence window path',
  'very rather quite almost still so too just really fairly',
  'calmly early late silently peacefully alone together patiently lazily bravely',
].map((words) => words.split(' '));

/** Which of the ten words of a place each split may use. */
const CHOICES: Readonly<Record<Split, readonly [number, number]>> = { train: [0, 6], val: [6, 7], test: [7, 10] };

/** What stands for the digit in a sentence that lacks it. */
const UNCOUNTED: Readonly<Record<Split, string>> = { train: 'several', val: 'many', test: 'numerous' };

/**
 * A sentence of ten words around the given ones: `digits` maps positions to words. The words between fit the nearest
 * place, so that it reads like 'the old house with three small birds resting under a'.
 */
export function sentence(split: Split, digits: ReadonlyMap<number, string>, random: Random): string[] {
  const [first] = digits.keys();
  const pivot = first ?? random.integer(0, SEGMENTS);
  const [low, high] = CHOICES[split];
  return Array.from({ length: SEGMENTS }, (_, position) => {
    const digit = digits.get(position);
    if (digit !== undefined) return digit;
    if (position === pivot) return UNCOUNTED[split];
    const choices = position < pivot ? BEFORE[BEFORE.length - pivot + position] : AFTER[position - pivot - 1];
    return choices![random.integer(low, high)]!;
  });
}

/** Every word that a sentence may hold. */
export const VOCABULARY: readonly string[] = [
  ...new Set([...DIGITS, ...Object.values(UNCOUNTED), ...BEFORE.flat(), ...AFTER.flat()]),
];

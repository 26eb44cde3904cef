import type { Random } from '@cmg/core';
import { DIGITS, SEGMENTS, type Split } from './split.js';

/** Words before the digit, in order; each place has twenty that fit: sixteen for training, one for validation, three for tests. */
const BEFORE = [
  'recently eventually meanwhile afterwards occasionally usually formerly tonight already maybe ' +
    'today yesterday once again finally perhaps sometimes often suddenly lately',
  'teachers painters travellers bakers strangers cousins doctors soldiers writers shepherds ' +
    'we they you people neighbours children visitors sailors farmers students',
  'secretly proudly gladly barely warmly anxiously politely eagerly merely plainly ' +
    'quickly slowly quietly happily clearly nearly always rarely certainly simply',
  'followed mentioned admired missed heard touched recognised sketched greeted discovered ' +
    'saw found noticed counted watched met photographed remembered described spotted',
  'within nearby opposite throughout by at facing before after off ' + 'near behind beside inside outside beyond around along past towards',
  'its whose which whichever whatever what these those yonder said ' + 'the this that our their your my his her every',
  'large tiny noisy modern round lonely purple crowded shady muddy ' + 'old little big quiet empty wooden yellow ancient narrow sunny',
  'church school theatre factory museum cottage airport palace bakery farmhouse ' +
    'house garden bridge harbour market station village castle orchard library',
  'carrying featuring containing including revealing storing hosting selling guarding serving ' +
    'with holding showing having displaying offering hiding keeping sheltering housing',
].map((words) => words.split(' '));

/** Words after the digit. */
const AFTER = [
  'slim blue white sleepy elderly shiny light shy gentle thirsty ' + 'small red grey tired young bright heavy curious friendly hungry',
  'rabbits ships donkeys candles balloons bricks barrels tractors pears carriages ' +
    'birds boats horses lanterns kites stones baskets bicycles apples wagons',
  'sitting hanging dancing rolling swaying shining travelling spinning wandering sleeping ' +
    'resting waiting standing floating lying gathering drifting turning leaning moving',
  'underneath via amid onto upon into through atop amongst from ' + 'under above against across among between over beneath alongside below',
  'most few enough plenty certain various half countless sundry double ' + 'a another some any no such each either neither both',
  'brown fallen copper secret polished rusty melted ivory slanted remote ' +
    'green broken silver hidden painted dusty frozen golden crooked distant',
  'bush door roof stream steeple meadow cliff hedge chimney road ' + 'tree gate wall river tower field hill fence window path',
  'truly somewhat entirely hardly ever extremely awfully only utterly pretty ' + 'very rather quite almost still so too just really fairly',
  'gracefully soon long noiselessly softly apart abreast idly wearily boldly ' +
    'calmly early late silently peacefully alone together patiently lazily bravely',
].map((words) => words.split(' '));

/** Which of the twenty words of a place each split may use. */
const CHOICES: Readonly<Record<Split, readonly [number, number]>> = { train: [0, 16], val: [16, 17], test: [17, 20] };

/** Replaces the digit in a sentence that lacks it. */
const UNCOUNTED: Readonly<Record<Split, string>> = { train: 'several', val: 'many', test: 'numerous' };

/**
 * A sentence of ten words around the given ones: `digits` maps positions to words. The other words fit the nearest
 * position, so that the sentence reads like 'the old house with three small birds resting under a'.
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

/** Every word that a sentence may contain. */
export const VOCABULARY: readonly string[] = [...new Set([...DIGITS, ...Object.values(UNCOUNTED), ...BEFORE.flat(), ...AFTER.flat()])];

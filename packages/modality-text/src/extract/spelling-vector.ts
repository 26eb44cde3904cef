import { Random } from '@cmg/core';

/** Lengths of the pieces that a word is read by. */
const LENGTHS = [3, 4, 5];

/**
 * A vector of a word's spelling: the sum of fixed random vectors of the pieces of 3 to 5 characters of `<word>`, in lower case, and of
 * the word itself, scaled to deviation 1. Words that are spelt alike are close (cat, cats; colour, color); their meaning plays no part.
 * The pieces are those of Bojanowski et al., "Enriching Word Vectors with Subword Information" (2017); nothing is trained.
 */
export function spellingVector(word: string, width: number): Float32Array {
  const pieces = piecesOf(word.toLowerCase());
  const out = new Float32Array(width);
  for (const piece of pieces) {
    const random = new Random(0).fork('piece', piece, width);
    for (let i = 0; i < width; i++) out[i]! += random.normal() / Math.sqrt(pieces.size);
  }
  return out;
}

function piecesOf(word: string): ReadonlySet<string> {
  const characters = Array.from(`<${word}>`);
  const pieces = new Set([characters.join('')]);
  for (const length of LENGTHS) {
    for (let at = 0; at + length <= characters.length; at++) pieces.add(characters.slice(at, at + length).join(''));
  }
  return pieces;
}

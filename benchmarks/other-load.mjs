/** @import { Measured } from './types.ts' */
import { cpus } from 'node:os';
import { median } from './statistics.mjs';

/** Cores of other processes above which a row is measured again: its times are then those of a part of the machine. */
const LIMIT = 0.15;

/** Seconds for which the cores were busy since the machine started, all together. */
export function busySeconds() {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1000;
}

/**
 * Cores that others kept busy while a process took so much of the processor; a clock that counts in hundredths may give it more than there was.
 *
 * @param {{ busy: number, own: number, wall: number }} seconds
 */
export const otherCores = ({ busy, own, wall }) => Math.max(0, (busy - own) / wall);

/**
 * Cores that others kept busy in the middle round of a row, over all its sides; 0 where nothing ran.
 *
 * @param {Readonly<Record<string, Measured>>} sides
 */
export function otherLoad(sides) {
  const rounds = Object.values(sides).flatMap((side) => side.otherCores);
  return rounds.length === 0 ? 0 : median(rounds);
}

/** @param {Readonly<Record<string, Measured>>} sides */
export const isDisturbed = (sides) => otherLoad(sides) > LIMIT;

import type { Share, Shard } from '@cmg/formats';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** What {@link withSharing} adds to a command's options. */
export interface ShareOptions {
  readonly share?: boolean;
  readonly shard?: Shard;
}

/** Gives a command the options to work together with other processes. */
export const withSharing = (command: Command): Command =>
  command
    .option('--share', 'work together with others that are given the same command, here or on machines that see the folder')
    .addOption(
      new Option('--shard <i/N>', 'do this share of N alone, for job arrays; the last of them brings all together').argParser(shardOption),
    );

/** Undefined: alone. */
export const shareOf = ({ share, shard }: ShareOptions): Share | undefined => (shard ? { shard } : share ? {} : undefined);

/** What is said where a shard is done and others are not. */
export const WAITING = 'this shard is done; the last one brings all together';

function shardOption(text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index < 1 || index > of) {
    throw new InvalidArgumentError('Expected a share such as 1/4: the first of four.');
  }
  return { index, of };
}

import type { Extractor, ExtractorSession, Media, MediaFormat } from '../extractor.js';
import { Random } from '../random.js';
import { differenceOf, expectThat, fail } from './assertions.js';
import { type Check, describeChecks } from './check.js';
import { componentChecks } from './component-checks.js';
import { withoutAsyncLeak } from './guards.js';
import type { TestRunner } from './test-runner.js';

export interface ExtractorCase {
  /** Options with which it opens: weights or a model, if it needs them. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Media with a segment for each seed, if noise will not do: only an extractor of kind `file` knows the content of its files. */
  readonly media?: (seeds: readonly number[]) => Media | Promise<Media>;
}

/** Noise as media, one segment per seed; for texts, one word per seed. */
function mediaOf(format: MediaFormat, seeds: readonly number[]): Media {
  if (format.kind === 'text') return { kind: 'text', text: seeds.map((seed) => ['dog', 'bark', 'night'][seed]).join(' ') };
  const each = async function* <T>(make: (random: Random) => T): AsyncGenerator<T> {
    for (const seed of seeds) yield make(new Random(seed));
  };
  if (format.kind === 'audio') {
    return { kind: 'audio', segments: each((random) => Float32Array.from({ length: format.sampleRate }, () => random.uniform(-0.5, 0.5))) };
  }
  if (format.kind === 'file')
    fail("an extractor of kind 'file' needs files that only it understands: give the case a `media` function that makes some");
  const { framesPerSegment, height, width } = format;
  const shape = [framesPerSegment, height, width, 3] as const;
  const size = framesPerSegment * height * width * 3;
  return { kind: 'video', segments: each((random) => ({ shape, data: Uint8Array.from({ length: size }, () => random.integer(0, 256)) })) };
}

/** Everything an extractor must do: shapes, order of segments, repeatability, no leaks. */
export function extractorChecks(extractor: Extractor, { options = {}, media }: ExtractorCase = {}): Check[] {
  const withSession = async (body: (session: ExtractorSession) => Promise<void>) => {
    const session = await extractor.open(extractor.options.parse(options));
    try {
      await body(session);
    } finally {
      session.dispose();
    }
  };
  const extract = async (session: ExtractorSession, ...seeds: number[]) =>
    session.extract(media ? await media(seeds) : mediaOf(session.format, seeds));

  return componentChecks('extractor', extractor, () => [
    {
      name: 'asks for its own kind of media, and has a fingerprint',
      run: () =>
        withSession(async ({ format, fingerprint }) => {
          expectThat(
            format.kind === extractor.kind,
            `its session asks for ${format.kind}, but the extractor is of kind ${extractor.kind}: make them equal`,
          );
          expectThat(
            typeof fingerprint === 'string' && fingerprint !== '',
            'fingerprint is empty: use a version, or a hash of the weights, so that stale features are detected',
          );
        }),
    },
    {
      name: 'gives a row of finite features for each segment',
      run: () =>
        withSession(async (session) => {
          const size = session.featureShape.reduce((a, b) => a * b, 1);
          const rows = await extract(session, 0, 1);
          expectThat(
            rows.length === 2 * size,
            `two segments gave ${rows.length} numbers, expected ${2 * size}: a row of featureShape [${session.featureShape.join(', ')}] for each`,
          );
          expectThat(
            rows.every(Number.isFinite),
            'features are not finite: guard logarithms and quotients against silence and black frames',
          );
        }),
    },
    // Words of a text may depend on each other; seconds may not.
    ...(extractor.kind === 'text' ? [] : [aloneCheck(withSession, extract)]),
    {
      name: 'gives the same features for the same media',
      run: () =>
        withSession(async (session) => {
          const differs = differenceOf({ rows: await extract(session, 2) }, { rows: await extract(session, 2) }) !== undefined;
          expectThat(
            !differs,
            'the same media gave different features the second time: draw no random numbers, and keep no state between recordings',
          );
        }),
    },
    {
      name: 'leaves no tensors behind',
      run: () =>
        withoutAsyncLeak('a session that was disposed', () =>
          withSession(async (session) => {
            await extract(session, 0);
            await withoutAsyncLeak('extract', () => extract(session, 0));
          }),
        ),
    },
  ]);
}

function aloneCheck(
  withSession: (body: (session: ExtractorSession) => Promise<void>) => Promise<void>,
  extract: (session: ExtractorSession, ...seeds: number[]) => Promise<Float32Array>,
): Check {
  return {
    name: 'gives a segment the same features alone and among others, in order',
    run: () =>
      withSession(async (session) => {
        const [together, first, second] = [await extract(session, 0, 1), await extract(session, 0), await extract(session, 1)];
        expectThat(
          differenceOf({ rows: together }, { rows: [...first, ...second] }, 1e-4) === undefined,
          'the rows of two segments differ from those of each one alone: keep their order, and carry nothing over from one to the next',
        );
      }),
  };
}

/**
 * Registers {@link extractorChecks} as tests.
 *
 * @param runner default: the runner of the file, see {@link TestRunner}
 */
export function describeExtractor(extractor: Extractor, testCase: ExtractorCase = {}, runner?: TestRunner): void {
  describeChecks(`extractor '${extractor.name}' of ${extractor.kind}`, extractorChecks(extractor, testCase), runner);
}

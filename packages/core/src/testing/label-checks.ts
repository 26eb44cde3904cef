import type { Dataset } from '../dataset.js';
import { expectThat } from './assertions.js';
import type { Check } from './check.js';

/** For a data set with classes, in the splits that have labels: every clip and segment has one, and agrees with the events of the segment, if any. */
export async function labelChecks(dataset: Dataset, modalitiesOf: (split: string) => readonly string[]): Promise<Check[]> {
  const { classes, segments, splits, labelledSplits = Object.keys(splits) } = dataset;
  const [first] = labelledSplits;
  if (classes.length === 0 || first === undefined) return [];
  const { events } = await dataset.labels(first);
  return [
    {
      name: 'labels every clip, and every segment of every modality, with a class or background',
      run: async () => {
        for (const name of labelledSplits) {
          const count = splits[name] as number;
          const { clipClasses, segmentClasses } = await dataset.labels(name);
          expectThat(clipClasses.length === count, `labels of '${name}': ${clipClasses.length} clipClasses for ${count} clips`);
          expectThat(
            clipClasses.every((label) => label >= 0 && label < classes.length),
            `labels of '${name}': a clip has a class outside 0..${classes.length - 1}`,
          );
          for (const modality of modalitiesOf(name)) {
            const own = segmentClasses[modality] ?? [];
            expectThat(
              own.length === count * segments,
              `labels of '${name}': ${own.length} segmentClasses of ${modality}, expected ${count * segments}: [N * T], background is -1`,
            );
            expectThat(
              own.every((label: number) => label >= -1 && label < classes.length),
              `labels of '${name}': a segment of ${modality} has a class outside -1..${classes.length - 1}`,
            );
          }
        }
      },
    },
    ...(events === undefined ? [] : [eventCheck(dataset, labelledSplits)]),
  ];
}

function eventCheck(dataset: Dataset, labelledSplits: readonly string[]): Check {
  return {
    name: 'includes the class of each segment in its events',
    run: async () => {
      for (const name of labelledSplits) {
        const { segmentClasses, events = {} } = await dataset.labels(name);
        for (const [modality, marks] of Object.entries(events)) {
          expectEvents(`events of ${modality} in '${name}'`, marks, segmentClasses[modality] ?? [], dataset.classes.length);
        }
      }
    },
  };
}

function expectEvents(what: string, marks: Uint8Array, segmentClasses: ArrayLike<number>, classes: number): void {
  expectThat(
    marks.length === segmentClasses.length * classes,
    `${what}: ${marks.length} marks, expected ${segmentClasses.length * classes}: [N * T * C]`,
  );
  for (let i = 0; i < segmentClasses.length; i++) {
    const [label, marked] = [segmentClasses[i] as number, marks.subarray(i * classes, (i + 1) * classes)];
    const agree = label === -1 ? marked.every((mark) => mark === 0) : marked[label] === 1;
    expectThat(
      agree,
      `${what}: segment ${i} has the class ${label} and the events [${marked.join(', ')}]: background has no events, and a class is among them`,
    );
  }
}

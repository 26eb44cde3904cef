import { classificationMeasures, type TransferResult } from '@cmg/tasks';
import { type ReportSeed, type TableData, tablesAs } from '../src/index.js';
import { sampleData } from './support/sample-data.js';

const example = sampleData({ seeds: 1 }).runs[0]?.seeds[0] as ReportSeed;

const CLASSES = Array.from({ length: 10 }, (_, i) => String(i));

/** A seed with the accuracy of each direction, on one clip. */
function seed(scores: Readonly<Record<string, number>>, number = 0): ReportSeed {
  const measures = classificationMeasures(
    { data: new Float32Array(10), shape: [1, 10] },
    { data: new Float32Array(1), shape: [1] },
    CLASSES,
  );
  const transfer = Object.entries(scores).map(([pair, accuracy]): TransferResult => {
    const [from = '', to = ''] = pair.split('>');
    return { ...(example.transfer[0] as TransferResult), from, to, measures: { ...measures, scores: { accuracy }, perClip: [accuracy] } };
  });
  return { ...example, seed: number, transfer, seconds: 12, codes: { ...example.codes, usedByAny: 30, shared: 0.5 } };
}

const data: TableData = {
  reference: 'Full_model',
  modalities: ['audio', 'video'],
  runs: [
    {
      name: 'baseline',
      label: 'Base & "line", 50%',
      seeds: [seed({ 'audio>video': 10, 'video>audio': 20 }), seed({ 'audio>video': 12, 'video>audio': 20 }, 1)],
    },
    { name: 'full', label: 'Full_model', seeds: [seed({ 'audio>video': 90, 'video>audio': 19 })] },
    { name: 'failed', label: 'a|b', seeds: [] },
  ],
};

test('text', () => {
  expect(tablesAs('text', data)).toBe(
    `classification: accuracy in percent, trained on the codes of one modality and tested on those of another
                           A→V        V→A       mean      codes   shared %  seconds    mean vs Full_model
Base & "line", 50%   11.0 ±1.4  20.0 ±0.0  15.5 ±0.7  30.0 ±0.0  50.0 ±0.0    12 ±0  −39.5 [−39.5, −39.5]
Full_model                90.0       19.0       54.5         30       50.0       12
a|b                          -          -          -          -          -        -
chance                    10.0       10.0       10.0
most frequent class      100.0      100.0      100.0
The last column is the difference in the mean of all transfers [interval of 95 %, paired bootstrap over seeds and clips, or directions where a score is no mean over clips].`,
  );
});

test('markdown', () => {
  expect(tablesAs('markdown', data)).toBe(
    `**classification**, accuracy in percent: trained on the codes of one modality, tested on those of another

|  | A→V | V→A | mean | codes | shared % | seconds | mean vs Full\\_model |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| Base & "line", 50% | 11.0 ±1.4 | **20.0** ±0.0 | 15.5 ±0.7 | 30.0 ±0.0 | 50.0 ±0.0 | 12 ±0 | −39.5 [−39.5, −39.5] |
| Full\\_model | **90.0** | 19.0 | **54.5** | 30 | 50.0 | 12 |  |
| a\\|b | – | – | – | – | – | – |  |
| *chance* | 10.0 | 10.0 | 10.0 |  |  |  |  |
| *most frequent class* | 100.0 | 100.0 | 100.0 |  |  |  |  |`,
  );
});

test('latex', () => {
  expect(tablesAs('latex', data)).toBe(
    String.raw`% classification: accuracy in percent, trained on the codes of one modality and tested on those of another
\begin{tabular}{lrrrrrrr}
  \toprule
   & A$\to$V & V$\to$A & mean & codes & shared \% & seconds & mean vs Full\_model \\
  \midrule
  Base \& "line", 50\% & 11.0 {\scriptsize$\pm$1.4} & \textbf{20.0} {\scriptsize$\pm$0.0} & 15.5 {\scriptsize$\pm$0.7} & 30.0 {\scriptsize$\pm$0.0} & 50.0 {\scriptsize$\pm$0.0} & 12 {\scriptsize$\pm$0} & $-$39.5 [$-$39.5, $-$39.5] \\
  Full\_model & \textbf{90.0} & 19.0 & \textbf{54.5} & 30 & 50.0 & 12 &  \\
  a|b & -- & -- & -- & -- & -- & -- &  \\
  \midrule
  chance & 10.0 & 10.0 & 10.0 &  &  &  &  \\
  most frequent class & 100.0 & 100.0 & 100.0 &  &  &  &  \\
  \bottomrule
\end{tabular}`,
  );
});

test('csv', () => {
  const lines = tablesAs('csv', data).split('\n');
  expect(lines).toHaveLength(20);
  expect(lines.slice(0, 3)).toEqual([
    'task,score,row,column,kind,mean,deviation,seeds,low,high',
    'classification,accuracy,"Base & ""line"", 50%",audio → video,transfer,11,1.4142135623730951,2,,',
    'classification,accuracy,"Base & ""line"", 50%",video → audio,transfer,20,0,2,,',
  ]);
  expect(lines[13]).toBe('classification,accuracy,"Base & ""line"", 50%",mean minus that of Full_model,difference,-39.5,,,-39.5,-39.5');
  expect(lines.at(-1)).toBe('classification,accuracy,most frequent class,mean of all transfers,mean,100,,,,');
});

test('json', () => {
  expect(JSON.parse(tablesAs('json', data))).toMatchObject([
    { task: 'classification', rows: [{}, {}, { label: 'a|b', cells: [null, null, null, null, null, null] }] },
  ]);
});

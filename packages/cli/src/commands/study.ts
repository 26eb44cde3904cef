import { readyMadeStudies } from '@cmg/pipeline';
import { TABLE_FORMATS } from '@cmg/report';
import { InvalidArgumentError, Option } from 'commander';
import { readFileSync } from 'node:fs';
import { aligned } from '../aligned.js';
import { backendOption, type CommandContext } from '../command-context.js';
import { withOverrides } from '../config-options.js';
import { firstSentence } from '../first-sentence.js';
import { integerOption, listOption } from '../list-option.js';
import { printPlan } from '../plan-study.js';
import { runStudy, type StudyOptions } from '../run-study.js';
import { withSharing } from '../share-options.js';

/** `cmg study`: rows of one table, each trained with several seeds. */
export function addStudyCommand(context: CommandContext): void {
  withSharing(withOverrides(context.command.argument('<study>', 'a YAML file, or the name of a ready-made study')))
    .option('--data <config>', "a config in place of the study's base: its data, modalities, sizes and tasks")
    .option(
      '--evaluate <configs>',
      "try the codes on the data and tasks of these configs, by comma, in place of the config's own",
      listOption,
    )
    .option('--seeds <n>', "train each row with this many seeds, in place of the study's number", integerOption(1))
    .option('--rows <names>', 'these rows alone, by comma', listOption)
    .option('--tasks <names>', "try the codes on these tasks, by comma, in place of the config's", listOption)
    .option('--out <folder>', 'where the cells and the report go; default: runs/NAME')
    .addOption(new Option('--fresh', 'train anew instead of going on with the cells that are there').conflicts(['share', 'shard']))
    .option('--plan', 'print what would run and how long it would take here, by training each row for some seconds')
    .option('--jobs <n>', 'cells at the same time; auto: as many as cores and memory allow', jobsOption, 'auto')
    .addOption(new Option('--format <name>', 'of the printed tables').choices(TABLE_FORMATS).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(backendOption())
    .addHelpText('after', () => `\n${presets()}\n${EXAMPLES}`)
    .action((given: string, options: StudyOptions) =>
      options.plan ? printPlan(given, options, context) : runStudy('study', given, options, context),
    );
}

const EXAMPLES = `
A study of your own:
  name: mine
  base: digits                # a config, by path or name
  seeds: 3
  rows:
    - {name: Baseline, without: [club, cross-cpc, cmcm, cross-commitment, mm-ema, code-reset]}
    - {name: Full model, set: {training.epochs: 8}}

Examples:
  cmg study table1 --plan
  cmg study table1
  cmg study table1 --data ave --seeds 1 --rows 'Baseline,DCID + CMCM,Full model'
  cmg study table1 --data vggsound-avel-40k --evaluate ave,avvp   as in the paper, whose figures stand beside ours
  cmg study mine.yaml --format latex
  cmg study mine.yaml --share                on each machine that sees the folder

Ctrl-C saves. The same command goes on; finished cells are not run again.`;

function presets(): string {
  const studies = [...readyMadeStudies()].map(([name, file]) => [name, firstSentence(readFileSync(file, 'utf8'))] as const);
  return ['Ready-made studies:', ...aligned(studies).map((line) => `  ${line}`)].join('\n');
}

function jobsOption(text: string): number | 'auto' {
  if (text === 'auto') return text;
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1) throw new InvalidArgumentError("Expected a whole number of at least 1, or 'auto'.");
  return jobs;
}

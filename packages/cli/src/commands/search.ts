import { CmgError } from '@cmg/core';
import { searchIndex, type SearchQuery } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { backendOption, type CommandContext } from '../command-context.js';
import { dataProgress } from '../data-progress.js';
import { integerOption, listOption } from '../list-option.js';

interface SearchOptions {
  readonly index: string;
  readonly text?: string;
  readonly audio?: string;
  readonly image?: string;
  readonly video?: string;
  readonly like?: string;
  readonly in?: string[];
  readonly top: number;
  readonly run?: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** Which modality an option's media belong to. */
const MEDIA = { text: 'text', audio: 'audio', image: 'video', video: 'video' } as const;

/** `cmg search`: the clips of an index that are most like a sentence, a sound, a picture or another clip. */
export function addSearchCommand({ program, terminal }: CommandContext): void {
  program
    .command('search')
    .description('find clips of any modality by a sentence, a sound, a picture or another clip')
    .requiredOption('--index <folder>', 'an index that `cmg index` made')
    .option('--text <words>', 'a sentence, or a text file')
    .option('--audio <file>', 'a sound')
    .option('--image <file>', 'a picture')
    .option('--video <file>', 'a video')
    .option('--like <modality:id>', 'a clip of the index')
    .option('--in <modalities>', 'find clips of these modalities alone, by comma', listOption)
    .option('--top <n>', 'how many clips', integerOption(1), 10)
    .option('--run <folder>', "the index's run, where it is no longer where it was")
    .option('--json', 'for a program to read')
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg search --index clips --text "seven lamps" --in audio
  cmg search --index clips --audio seven.wav --in video --top 3
  cmg search --index clips --like audio:test/12`,
    )
    .action(async (options: SearchOptions) => {
      const query = queryOf(options);
      const { in: among, top, run } = options;
      if (!('like' in query)) await openBackend(options.backend);
      const { hits, milliseconds } = await searchIndex(options.index, query, {
        top,
        onDataProgress: dataProgress(terminal),
        ...(among && { among }),
        ...(run !== undefined && { run }),
      });
      if (options.json) terminal.print(JSON.stringify({ hits, milliseconds }));
      else for (const { score, modality, id } of hits) terminal.print(`${score.toFixed(3)}  ${modality}  ${id}`);
    });
}

function queryOf(options: SearchOptions): SearchQuery {
  const given = (['text', 'audio', 'image', 'video', 'like'] as const).filter((name) => options[name] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    throw new CmgError('search by one of --text, --audio, --image, --video and --like', { kind: 'usage' });
  }
  const value = options[kind] as string;
  return kind === 'like' ? { like: value } : { modality: MEDIA[kind], media: value };
}

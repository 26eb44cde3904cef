import { CmgError, shownText } from '@cmg/core';
import { isFeatureFile, searchIndex, type SearchQuery } from '@cmg/pipeline';
import { type BackendChoice, openBackend } from '@cmg/runtime';
import { backendOption, type CommandContext } from '../command-context.js';
import { pluginOption } from '../config-options.js';
import { dataProgress } from '../data-progress.js';
import { integerOption, listOption } from '../list-option.js';

interface SearchOptions {
  readonly plugin?: string[];
  readonly index: string;
  readonly text?: string;
  readonly audio?: string;
  readonly image?: string;
  readonly video?: string;
  readonly like?: string;
  readonly modality?: string;
  readonly in?: string;
  readonly among?: string[];
  readonly top: number;
  readonly run?: string;
  readonly json?: boolean;
  readonly backend: BackendChoice;
}

/** Short spellings of `--modality NAME --in FILE`. */
const MEDIA = { text: 'text', audio: 'audio', image: 'video', video: 'video' } as const;

/** `cmg search`: the clips of an index that are most like a sentence, a sound, a picture or another clip. */
export function addSearchCommand({ command, terminal }: CommandContext): void {
  command
    .requiredOption('--index <folder>', 'an index that `cmg index` made')
    .option('--text <words>', 'a sentence, or a text file')
    .option('--audio <file>', 'a sound')
    .option('--image <file>', 'a picture')
    .option('--video <file>', 'a video')
    .option('--like <modality:id>', 'a clip of the index')
    .option('--in <file>', 'what else to search by: raw media or features of --modality (for text, words or a file)')
    .option('--modality <name>', 'which modality --in is of')
    .option('--among <modalities>', 'find clips of these modalities alone, by comma', listOption)
    .option('--top <n>', 'how many clips', integerOption(1), 10)
    .option('--run <folder>', "the index's run, if it was moved")
    .option('--json', 'for a program to read')
    .addOption(pluginOption())
    .addOption(backendOption())
    .addHelpText(
      'after',
      `
Examples:
  cmg search --index clips --text "seven lamps" --among audio
  cmg search --index clips --audio seven.wav --among video --top 3
  cmg search --index clips --modality imu --in walk.npy --among video
  cmg search --index clips --like audio:test/12`,
    )
    .action(async (options: SearchOptions) => {
      const query = queryOf(options);
      const { among, top, run } = options;
      if (!('like' in query)) await openBackend(options.backend);
      const { hits, milliseconds } = await searchIndex(options.index, query, {
        top,
        plugins: options.plugin ?? [],
        onDataProgress: dataProgress(terminal),
        onNote: terminal.note.bind(terminal),
        ...(among && { among }),
        ...(run !== undefined && { run }),
      });
      if (options.json) terminal.print(JSON.stringify({ hits, milliseconds }));
      else for (const { score, modality, id } of hits) terminal.print(`${score.toFixed(3)}  ${modality}  ${shownText(id)}`);
    });
}

function queryOf(options: SearchOptions): SearchQuery {
  const given = (['text', 'audio', 'image', 'video', 'in', 'like'] as const).filter((name) => options[name] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    throw new CmgError('search by one of --text, --audio, --image, --video, --in and --like', { kind: 'usage' });
  }
  const value = options[kind] as string;
  if (kind === 'like') return { like: value };
  const modality = kind === 'in' ? options.modality : MEDIA[kind];
  if (modality === undefined) throw new CmgError('--in needs --modality, which says what it is', { kind: 'usage' });
  return isFeatureFile(value) ? { modality, features: value } : { modality, media: value };
}

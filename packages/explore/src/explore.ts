import type { OpenRunOptions } from '@cmg/pipeline';
import { serve, type Served } from './server/serve.js';
import { Site } from './site/site.js';

export interface ExploreOptions extends Pick<OpenRunOptions, 'components' | 'plugins' | 'onDataProgress'> {
  /** Folders of heads, or with heads in them; what they say of clips is shown. */
  readonly heads?: readonly string[];
  /** Clips that the page's own input finds: an index of one of the runs; default: the held-out clips. */
  readonly index?: string;
  /** Default: 7355, or a free one where that is taken; 0: a free one. */
  readonly port?: number;
}

/**
 * Serves a page about some runs, on this machine alone, until it is closed. Open a TensorFlow backend first.
 *
 * @param folders of runs, or with runs in them, as a study makes
 * @throws CmgError where there is no run, or the port is taken
 *
 * @example
 * const { url, close } = await explore(['runs/digits']);
 */
export async function explore(folders: readonly string[], { heads = [], port, ...options }: ExploreOptions = {}): Promise<Served> {
  const site = await Site.open(folders, true, { ...options, heads });
  try {
    const { url, close } = await serve(site, port);
    return { url, close: () => close().finally(() => site.close()) };
  } catch (error) {
    await site.close();
    throw error;
  }
}

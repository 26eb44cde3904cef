import { CmgError } from '@cmg/core';
import { createRepo, downloadFile, HubApiError, uploadFiles } from '@huggingface/hub';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SharedFile } from './shared-files.js';

/** A Hugging Face hub: `HF_ENDPOINT`, or huggingface.co; with the token of `HF_TOKEN`, or of `huggingface-cli login`, if there is one. */
export class Hub {
  private constructor(
    private readonly url: string,
    private readonly token: string | undefined,
  ) {}

  static async open(): Promise<Hub> {
    const { HF_ENDPOINT: url = 'https://huggingface.co', HF_TOKEN: token } = process.env;
    return new Hub(url, token ?? (await keptToken()));
  }

  /** Adds files to a repository of a model in one commit; the repository is made if it is not there. */
  async upload(
    name: string,
    files: readonly SharedFile[],
    options: { readonly private: boolean; readonly message: string },
  ): Promise<string> {
    if (this.token === undefined) {
      throw new CmgError('a token is needed to write to the hub', {
        kind: 'usage',
        hint: 'Set HF_TOKEN to a token with the right to write.',
      });
    }
    const repo = { type: 'model' as const, name };
    const access = { hubUrl: this.url, accessToken: this.token };
    return this.asking(name, async () => {
      await createRepo({ repo, visibility: options.private ? 'private' : 'public', ...access }).catch((error: unknown) => {
        if (!(error instanceof HubApiError) || error.statusCode !== 409) throw error; // 409: it is there
      });
      await uploadFiles({
        repo,
        files: files.map(({ path, content }) => ({
          path,
          content: content instanceof Uint8Array ? new Blob([Uint8Array.from(content)]) : pathToFileURL(content.file),
        })),
        commitTitle: options.message,
        ...access,
      });
      return `${this.url}/${name}`;
    });
  }

  /** The content of a file, in parts. @throws CmgError where it is not there, or cannot be had */
  async *download(name: string, revision: string, path: string): AsyncGenerator<Uint8Array> {
    const blob = await this.asking(`${name}/${path}`, () =>
      downloadFile({
        repo: { type: 'model', name },
        path,
        revision,
        hubUrl: this.url,
        ...(this.token !== undefined && { accessToken: this.token }),
      }),
    );
    if (blob === null) throw new CmgError('is missing from the hub', { kind: 'usage', where: `${name}/${path}` });
    const reader = (blob.stream() as ReadableStream<Uint8Array>).getReader();
    for (;;) {
      const { done, value } = await this.asking(`${name}/${path}`, () => reader.read());
      if (done) return;
      yield value;
    }
  }

  /** Errors of the hub and of the network as a user reads them. */
  private async asking<Value>(where: string, ask: () => Promise<Value>): Promise<Value> {
    try {
      return await ask();
    } catch (cause) {
      if (cause instanceof CmgError) throw cause;
      const status = cause instanceof HubApiError ? cause.statusCode : undefined;
      const place = `${this.url}/${where}`;
      if (status === 401 || status === 403) {
        const hint =
          'Set HF_TOKEN to a token that may do this; a repository that is private or gated is refused like one that is not there.';
        throw new CmgError(`the hub refuses this (${status})`, { kind: 'usage', where: place, hint, cause });
      }
      if (status === 404) throw new CmgError('the hub has no such repository or revision', { kind: 'usage', where: place, cause });
      throw new CmgError(`the hub cannot be used: ${reasonOf(cause)}`, {
        where: place,
        hint: 'Try again later; the same command does all of it anew.',
        cause,
      });
    }
  }
}

async function keptToken(): Promise<string | undefined> {
  const { HF_HOME: home = join(homedir(), '.cache', 'huggingface') } = process.env;
  const text = await readFile(join(home, 'token'), 'utf8').catch(() => undefined);
  return text?.trim() || undefined;
}

/** `fetch` says `fetch failed`; why is its cause. */
function reasonOf(error: unknown): string {
  const { message = String(error), cause } = error as Partial<Error>;
  const why = (cause as Partial<Error> | undefined)?.message;
  return why === undefined ? message : `${message}: ${why}`;
}

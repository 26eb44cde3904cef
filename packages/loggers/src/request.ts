import { CmgError } from '@cmg/core';

const TIMEOUT = 30_000;

/** An answer that is not one of success. */
export class Refused extends CmgError {
  constructor(
    readonly status: number,
    where: string,
    answer: string,
  ) {
    const hint =
      status === 401 || status === 403 ? 'Check the name and the key that the environment gives.' : 'Check the address and the options.';
    super(`answers ${status}: ${answer.slice(0, 300)}`, { where, hint });
  }
}

/**
 * Sends JSON and gives the JSON that comes back.
 *
 * @throws Refused where the server says no, CmgError where it cannot be reached or answers with something else
 */
export async function request(
  url: string,
  { body, headers }: { readonly body?: unknown; readonly headers: Readonly<Record<string, string>> },
): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(response.status, url, text);
    return text === '' ? {} : (JSON.parse(text) as unknown);
  } catch (cause) {
    if (cause instanceof CmgError) throw cause;
    const { message, cause: why } = cause as Error;
    throw new CmgError(`cannot be used: ${[message, ...(why instanceof Error ? [why.message] : [])].join(': ')}`, {
      where: url,
      hint: 'Check the address and the network.',
      cause,
    });
  }
}

/** As HTTP's basic authentication says a name and a password. */
export const basic = (name: string, password: string): string => `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

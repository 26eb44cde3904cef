import type { IncomingMessage } from 'node:http';

/** Why a request gets no answer. */
export interface Refusal {
  readonly status: 403 | 405;
  readonly reason: string;
}

/**
 * Who may ask: this machine's browser, from this page or from its address line. Another site may make the browser ask too, by a name that
 * it lets point to this machine (DNS rebinding) or by a script: Host, Origin and Sec-Fetch-Site tell.
 *
 * @param port of the server
 * @returns undefined where the request is to be answered
 */
export function refuse({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>, port: number): Refusal | undefined {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, reason: 'only GET and HEAD' };
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(headers.host ?? '')) return { status: 403, reason: 'this page is served to this machine alone, as 127.0.0.1' };
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return { status: 403, reason: 'asked by another site' };
  const from = headers['sec-fetch-site'];
  const follows = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (from !== undefined && from !== 'same-origin' && from !== 'none' && !follows) return { status: 403, reason: 'asked by another site' };
  return undefined;
}

/** What every answer says: the page fetches from this server alone, and no other site may embed or read it. */
export const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(self)',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

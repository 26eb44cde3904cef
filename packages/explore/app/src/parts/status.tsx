import type { ComponentChildren } from 'preact';

export const Waiting = ({ what }: { readonly what: string }) => (
  <p class="status" role="status">
    {what} …
  </p>
);

export const Failed = ({ error, children }: { readonly error: string; readonly children?: ComponentChildren }) => (
  <div class="status failed" role="alert">
    <p>{error}</p>
    {children}
  </div>
);

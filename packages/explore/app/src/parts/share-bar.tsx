import { modalityColour } from './chart.js';

export interface ShareBarProps {
  readonly names: readonly string[];
  /** They sum to 1. */
  readonly parts: readonly number[];
}

/** How modalities share a code. */
export function ShareBar({ names, parts }: ShareBarProps) {
  const told = names.map((name, i) => `${name} ${Math.round(100 * (parts[i] ?? 0))} %`).join(', ');
  return (
    <span class="shares" title={told}>
      {parts.map((part, i) => part > 0 && <i key={names[i]} style={{ flexGrow: part, background: modalityColour(i) }} />)}
      <span class="unseen">{told}</span>
    </span>
  );
}

/** Which colour is which modality. */
export const Legend = ({ names, mixed = false }: { readonly names: readonly string[]; readonly mixed?: boolean }) => (
  <ul class="legend">
    {names.map((name, i) => (
      <li key={name}>
        <i style={{ background: modalityColour(i) }} />
        {name}
      </li>
    ))}
    {mixed && (
      <li>
        <i style={{ background: 'var(--mixed)' }} />
        several
      </li>
    )}
  </ul>
);

import { plot, type PlotOptions } from '@observablehq/plot';
import { useEffect, useRef } from 'preact/hooks';
import { useWidth } from './use-width.js';

export interface ChartProps {
  /** For a width in pixels. */
  readonly options: (width: number) => PlotOptions;
  /** What it shows, for those who do not see it. */
  readonly label: string;
  /** It is drawn anew when one changes. */
  readonly keys: readonly unknown[];
}

/** A chart as wide as there is room, drawn by Observable Plot. */
export function Chart({ options, label, keys }: ChartProps) {
  const room = useRef<HTMLDivElement>(null);
  const width = useWidth(room);
  useEffect(() => {
    if (width === 0) return;
    room.current?.replaceChildren(drawn({ ariaLabel: label, ...options(width), width }));
  }, [width, label, ...keys]);
  return <div class="chart" ref={room} />;
}

/**
 * Without the style sheet that Plot puts into it, which a strict policy refuses: it is part of the page's own. Who does not see it is told
 * what it is as a whole, and not each of its parts.
 */
export function drawn(options: PlotOptions): Element {
  const figure = plot(options);
  for (const style of figure.querySelectorAll('style')) style.remove();
  for (const part of figure.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  for (const svg of figure.matches('svg') ? [figure] : figure.querySelectorAll('svg'))
    if (svg.hasAttribute('aria-label')) svg.setAttribute('role', 'img');
    else svg.setAttribute('aria-hidden', 'true');
  return figure;
}

/** Colours of modalities by their places in the run, the same everywhere. */
export const modalityColour = (index: number): string => `var(--m${index % 6})`;

/** Of what belongs to no modality alone. */
export const MIXED = 'var(--mixed)';

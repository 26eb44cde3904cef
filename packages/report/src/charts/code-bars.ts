import type { SplitCodeUse } from '@cmg/tasks';
import { html, type Markup } from '../page/html.js';
import { modalityColour } from '../page/modality-style.js';
import { ticks, tickText } from './scale.js';

const [WIDTH, HEIGHT, LEFT, TOP] = [400, 110, 34, 6];

/** The use of every code, most used first: a bar of segments, stacked by modality. Unused codes leave the right side empty. */
export function codeBars(title: string, use: SplitCodeUse): Markup {
  const counts = use.modalities.map((name) => use.counts[name] ?? []);
  const totals = Array.from({ length: use.size }, (_, code) => counts.reduce((sum, count) => sum + (count[code] ?? 0), 0));
  const order = totals.map((_, code) => code).sort((a, b) => (totals[b] as number) - (totals[a] as number));
  const most = Math.max(1, ...totals);
  const step = (WIDTH - LEFT) / use.size;
  const scale = (HEIGHT - TOP) / most;
  const bars = counts.map((count, m) =>
    order.map((code, i) => {
      const below = counts.slice(0, m).reduce((sum, other) => sum + (other[code] ?? 0), 0);
      const height = (count[code] ?? 0) * scale;
      if (height === 0) return '';
      const bar = [LEFT + i * step, HEIGHT - below * scale - height, Math.max(step * 0.86, 0.6), height].map((value) => value.toFixed(2));
      return `M${bar[0]} ${bar[1]}h${bar[2]}v${bar[3]}h-${bar[2]}z`;
    }),
  );
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT + 6}" role="img" aria-label="${title}">
${ticks(0, most, 2).map((tick) => html`<path class="axis" d="M${LEFT} ${HEIGHT - tick * scale}H${WIDTH}"/><text x="${LEFT - 6}" y="${HEIGHT - tick * scale + 4}" text-anchor="end">${tickText(tick)}</text>`)}
${bars.map((d, m) => html`<path fill="${modalityColour(m)}" d="${d.join('')}"/>`)}</svg>`;
}

/** Width of a character of the pictures' code font, in pixels at 13 pixels. */
const CODE = 7.82;

export const codeWidth = (text) => text.length * CODE;

/** An SVG with a background of its own, so that it is readable on light and dark pages alike. */
export const svg = (
  width,
  height,
  title,
  body,
) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>
  svg { --page: #ffffff; --ink: #1f2328; --quiet: #59636e; --line: #8c959f; --room: #f6f8fa; --chip: #ffffff; --edge: #d1d9e0; --accent: #0969da; }
  @media (prefers-color-scheme: dark) {
    svg { --page: #0d1117; --ink: #f0f6fc; --quiet: #9198a1; --line: #656c76; --room: #151b23; --chip: #212830; --edge: #3d444d; --accent: #4493f8; }
  }
  text { font: 13px ui-sans-serif, system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--ink); text-anchor: middle; }
  .code { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
  .quiet { font-size: 12px; fill: var(--quiet); }
  .page { fill: var(--page); }
  .room { fill: var(--room); stroke: var(--edge); }
  .chip { fill: var(--chip); stroke: var(--edge); }
  .arrow { fill: none; stroke: var(--line); stroke-width: 1.5; marker-end: url(#head); }
  .accent { stroke: var(--accent); stroke-dasharray: 5 4; marker-end: url(#accent-head); }
  #head path { fill: var(--line); }
  #accent-head path { fill: var(--accent); }
</style>
<defs>
  <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>
  <marker id="accent-head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>
</defs>
<rect class="page" width="${width}" height="${height}" rx="8"/>
${body.join('\n')}
</svg>
`;

export const text = (x, y, content, kind = '') => `<text x="${x}" y="${y}"${kind && ` class="${kind}"`}>${content}</text>`;

export const box = (kind, x, y, width, height) => `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`;

export const arrow = (path, kind = '') => `<path class="arrow${kind && ` ${kind}`}" d="${path}"/>`;

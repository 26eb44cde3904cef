import type { Overlay } from '@cmg/core';
import { html, type Markup } from '../page/html.js';

/** A frame, alone or with one of its masks in colour. */
export interface OverlayLayer {
  /** PNG file as base64, white where the mask is. */
  readonly mask: string;
  /** CSS colour. */
  readonly colour: string;
}

const file = (png: string) => `data:image/png;base64,${png}`;

/**
 * A frame with a mask over it, as one picture; the frame is dimmed so that the colour stands out.
 *
 * @param id unique in the page
 */
export function overlayChart(title: string, id: string, { width, height, picture }: Overlay, layer?: OverlayLayer): Markup {
  const size = html`width="${width}" height="${height}"`;
  const frame = html`<image href="${file(picture)}" ${size} style="image-rendering:pixelated" ${layer !== undefined && html`opacity=".55"`}/>`;
  const mask =
    layer &&
    html`<mask id="${id}"><image href="${file(layer.mask)}" ${size} style="image-rendering:pixelated"/></mask>
<rect ${size} fill="${layer.colour}" fill-opacity=".85" mask="url(#${id})"/>`;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}"><rect ${size} fill="#000"/>${frame}${mask}</svg>`;
}

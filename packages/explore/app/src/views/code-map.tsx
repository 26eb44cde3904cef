import { dot, type PlotOptions } from '@observablehq/plot';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CodeRow } from '../data/code-rows.js';
import { percent, wholeNumber } from '../data/names.js';
import type { RunCodes } from '../data/run-codes.js';
import { drawn, MIXED, modalityColour } from '../parts/chart.js';
import { pressKey } from '../parts/press-key.js';
import { useWidth } from '../parts/use-width.js';
import { type Look, type Plane, useZoom } from '../parts/use-zoom.js';

export interface CodeMapProps {
  readonly codes: RunCodes;
  /** All that somebody uses. */
  readonly rows: readonly CodeRow[];
  /** Those that a filter lets through; the others are faint. */
  readonly shown: readonly CodeRow[];
  readonly chosen: number | undefined;
  readonly onChoose: (code: number) => void;
}

/** In pixels: a press that moves less chooses a code. */
const STILL = 4;
/** In pixels: how far from a code it is still pointed at. */
const REACH = 24;

/** The codes on their principal plane: the larger the more used, coloured by whose they are. By wheel, drag, keys and buttons it zooms. */
export function CodeMap({ codes, rows, shown, chosen, onChoose }: CodeMapProps) {
  const room = useRef<HTMLDivElement>(null);
  const picture = useRef<HTMLDivElement>(null);
  const width = useWidth(room);
  const height = Math.round(Math.min(420, Math.max(240, width * 0.62)));
  const plane = extentOf(codes, rows, width / height);
  const zoom = useZoom(picture, plane, width, height);
  const [pointed, setPointed] = useState<number>();
  const { look } = zoom;
  useEffect(() => {
    if (width === 0 || picture.current === null) return;
    picture.current.replaceChildren(drawn(mapOptions({ codes, rows, shown, chosen, look, plane, width, height })));
    picture.current.style.transform = '';
  }, [codes, rows, shown, chosen, look, width]);

  const nearest = (px: number, py: number) => {
    const [x, y] = zoom.placeAt(px, py);
    return nearestCode(codes, shown, x, y, (REACH * plane.width) / look.zoom / width);
  };
  const pressed = usePress(room, {
    onPress: (px, py) => {
      const code = nearest(px, py);
      if (code !== undefined) onChoose(code);
    },
    onPoint: (px, py) => setPointed(nearest(px, py)),
    onDrag: zoom.moveBy,
    onWheel: zoom.zoomBy,
  });
  const keys: Readonly<Record<string, () => void>> = {
    '+': () => zoom.zoomBy(1.5),
    '=': () => zoom.zoomBy(1.5),
    '-': () => zoom.zoomBy(1 / 1.5),
    '0': zoom.reset,
    ArrowLeft: () => zoom.moveBy(40, 0),
    ArrowRight: () => zoom.moveBy(-40, 0),
    ArrowUp: () => zoom.moveBy(0, 40),
    ArrowDown: () => zoom.moveBy(0, -40),
  };
  return (
    <div class="map" style={{ height: `${height}px` }}>
      <div
        class="room"
        ref={room}
        tabIndex={0}
        role="application"
        aria-label="Map of the codes. Plus and minus zoom, arrow keys move; the list below has the same codes."
        onKeyDown={(event) => pressKey(event, keys)}
        onPointerLeave={() => setPointed(undefined)}
        {...pressed}
      >
        <div class="picture" ref={picture} />
      </div>
      <div class="buttons">
        <button type="button" aria-label="Larger" onClick={() => zoom.zoomBy(1.6)}>
          +
        </button>
        <button type="button" aria-label="Smaller" onClick={() => zoom.zoomBy(1 / 1.6)}>
          −
        </button>
        <button type="button" onClick={zoom.reset}>
          All
        </button>
      </div>
      <p class="pointed" aria-hidden="true">
        {pointed !== undefined && told(codes, rows, pointed)}
      </p>
    </div>
  );
}

function told({ modalities }: RunCodes, rows: readonly CodeRow[], code: number): string {
  const row = rows.find((one) => one.code === code);
  const parts = modalities.map(({ name }, m) => `${name} ${percent(row?.parts[m] ?? 0)}`);
  return `code ${code}: ${wholeNumber(row?.count ?? 0)} segments; ${parts.join(', ')}`;
}

/** The code of the shown ones that is nearest to a place of the plane, and not farther than `reach`. */
function nearestCode({ map }: RunCodes, shown: readonly CodeRow[], x: number, y: number, reach: number): number | undefined {
  let best: number | undefined;
  let least = reach * reach;
  for (const { code } of shown) {
    const [cx, cy] = map[code]!;
    const distance = (cx - x) ** 2 + (cy - y) ** 2;
    if (distance < least) [best, least] = [code, distance];
  }
  return best;
}

interface PressOptions {
  readonly onPress: (px: number, py: number) => void;
  readonly onPoint: (px: number, py: number) => void;
  readonly onDrag: (dx: number, dy: number) => void;
  readonly onWheel: (factor: number, px: number, py: number) => void;
}

/** Tells a press from a drag, and a wheel that zooms from one that scrolls the page. */
function usePress(room: RefObject<HTMLElement | null>, { onPress, onPoint, onDrag, onWheel }: PressOptions) {
  const press = useRef<{ x: number; y: number; far: boolean } | undefined>(undefined);
  const at = (event: MouseEvent): [number, number] => {
    const { left, top } = room.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  useEffect(() => {
    const element = room.current!;
    const wheel = (event: WheelEvent) => {
      // Of a page that is scrolled the map takes no wheel unless it was chosen; pinching comes with ctrl.
      if (!event.ctrlKey && !event.metaKey && document.activeElement !== element) return;
      event.preventDefault();
      onWheel(Math.exp(-event.deltaY / 300), ...at(event));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  });
  return {
    onPointerDown(event: PointerEvent) {
      const [x, y] = at(event);
      press.current = { x, y, far: false };
      room.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: PointerEvent) {
      const [x, y] = at(event);
      const from = press.current;
      if (!from) {
        onPoint(x, y);
        return;
      }
      if (!from.far && Math.hypot(x - from.x, y - from.y) < STILL) return;
      onDrag(x - from.x, y - from.y);
      press.current = { x, y, far: true };
    },
    onPointerUp(event: PointerEvent) {
      const still = press.current?.far === false;
      press.current = undefined;
      if (still) onPress(...at(event));
    },
    onPointerCancel() {
      press.current = undefined;
    },
  };
}

/** All places with some room around them, in the shape of the picture. */
function extentOf({ map }: RunCodes, rows: readonly CodeRow[], ratio: number): Plane {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { code } of rows) {
    const [x, y] = map[code]!;
    [left, right, low, high] = [Math.min(left, x), Math.max(right, x), Math.min(low, y), Math.max(high, y)];
  }
  if (rows.length === 0) [left, right, low, high] = [0, 1, 0, 1];
  const [w, h] = [(right - left || 1) * 1.12, (high - low || 1) * 1.16];
  const width = Math.max(w, h * (ratio || 1));
  return { x: (left + right) / 2, y: (low + high) / 2, width, height: width / (ratio || 1) };
}

interface Drawing extends Omit<CodeMapProps, 'onChoose'> {
  readonly look: Look;
  readonly plane: Plane;
  readonly width: number;
  readonly height: number;
}

function mapOptions({ codes, rows, shown, chosen, look, plane, width, height }: Drawing): PlotOptions {
  const [halfWidth, halfHeight] = [plane.width / look.zoom / 2, plane.height / look.zoom / 2];
  const visible = ({ code }: CodeRow) => {
    const [x, y] = codes.map[code]!;
    return Math.abs(x - look.x) < 1.2 * halfWidth && Math.abs(y - look.y) < 1.2 * halfHeight;
  };
  const passed = new Set(shown);
  const largest = Math.max(1, ...rows.map(({ count }) => count));
  // Where there are many codes, each is smaller.
  const most = Math.min(13, 4 + 90 / Math.sqrt(rows.length)) * Math.min(2.5, Math.sqrt(look.zoom));
  const marks = {
    x: ({ code }: CodeRow) => codes.map[code]![0],
    y: ({ code }: CodeRow) => codes.map[code]![1],
    r: ({ count }: CodeRow) => Math.max(1.5, most * Math.sqrt(count / largest)),
  };
  const bySize = [...rows].filter(visible).sort((a, b) => b.count - a.count);
  return {
    width,
    height,
    margin: 0,
    ariaLabel: 'Codes on their principal plane',
    x: { domain: [look.x - halfWidth, look.x + halfWidth], axis: null },
    y: { domain: [look.y - halfHeight, look.y + halfHeight], axis: null },
    r: { type: 'identity' },
    color: { type: 'identity' },
    marks: [
      dot(
        bySize.filter((row) => !passed.has(row)),
        { ...marks, fill: 'var(--faint)', fillOpacity: 0.18 },
      ),
      dot(
        bySize.filter((row) => passed.has(row)),
        { ...marks, fill: ({ owner }: CodeRow) => (owner === undefined || owner < 0 ? MIXED : modalityColour(owner)), fillOpacity: 0.8 },
      ),
      dot(
        rows.filter(({ code }) => code === chosen),
        { ...marks, r: (row: CodeRow) => marks.r(row) + 3, stroke: 'var(--ink)', strokeWidth: 2 },
      ),
    ],
  };
}

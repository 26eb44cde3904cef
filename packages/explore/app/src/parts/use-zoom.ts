import { type RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A part of a plane: its middle, and how many times larger than all it is shown. */
export interface Look {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** All of a plane: its middle and its size, in the shape of the picture. */
export interface Plane {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Zoom {
  readonly look: Look;
  /** About a place of the picture, in pixels; default: its middle. */
  readonly zoomBy: (factor: number, px?: number, py?: number) => void;
  /** In pixels. */
  readonly moveBy: (dx: number, dy: number) => void;
  readonly reset: () => void;
  /** Pixels -> the place on the plane. */
  readonly placeAt: (px: number, py: number) => readonly [number, number];
}

/** In ms: a gesture moves the picture as it is; once it rests, the picture is to be drawn anew. */
const REST = 120;
const MOST = 64;

/** Looks at parts of a plane. While a gesture lasts, the picture that is there is moved and scaled, which takes no drawing. */
export function useZoom(picture: RefObject<HTMLElement | null>, plane: Plane, width: number, height: number): Zoom {
  const all = { x: plane.x, y: plane.y, zoom: 1 };
  const [look, setLook] = useState<Look>(all);
  const gesture = useRef({ scale: 1, dx: 0, dy: 0, timer: 0 });
  useEffect(() => () => clearTimeout(gesture.current.timer), []);
  const placeAt = (px: number, py: number) =>
    [
      look.x + ((px - width / 2) / width) * (plane.width / look.zoom),
      look.y - ((py - height / 2) / height) * (plane.height / look.zoom),
    ] as const;
  const follow = () => {
    const { scale, dx, dy, timer } = gesture.current;
    if (picture.current) picture.current.style.transform = `translate(${dx}px, ${dy}px) scale(${scale})`;
    clearTimeout(timer);
    gesture.current.timer = window.setTimeout(rest, REST);
  };
  const rest = () => {
    const { scale, dx, dy } = gesture.current;
    const [x, y] = placeAt((width / 2 - dx) / scale, (height / 2 - dy) / scale);
    gesture.current = { scale: 1, dx: 0, dy: 0, timer: 0 };
    const zoom = look.zoom * scale;
    setLook(zoom < 1.001 ? { ...all } : { x, y, zoom });
  };
  return {
    look,
    placeAt,
    reset: () => setLook(all),
    moveBy(dx, dy) {
      gesture.current.dx += dx;
      gesture.current.dy += dy;
      follow();
    },
    zoomBy(by, px = width / 2, py = height / 2) {
      const { scale, dx, dy } = gesture.current;
      const factor = Math.min(MOST / look.zoom, Math.max(1 / look.zoom, scale * by)) / scale;
      Object.assign(gesture.current, { scale: scale * factor, dx: px - factor * (px - dx), dy: py - factor * (py - dy) });
      follow();
    },
  };
}

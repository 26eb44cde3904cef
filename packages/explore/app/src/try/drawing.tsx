import { useEffect, useRef } from 'preact/hooks';

export interface DrawingProps {
  /** Told when a line ends. */
  readonly onDrawn: (picture: Blob) => void;
}

const SIDE = 240;

/** Something to draw on, bright on dark. */
export function Drawing({ onDrawn }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const last = useRef<readonly [number, number] | undefined>(undefined);
  const wipe = () => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    context.fillStyle = '#000';
    context.fillRect(0, 0, SIDE, SIDE);
  };
  useEffect(wipe, []);
  const at = (event: PointerEvent): readonly [number, number] => {
    const { left, top, width, height } = canvas.current!.getBoundingClientRect();
    return [((event.clientX - left) / width) * SIDE, ((event.clientY - top) / height) * SIDE];
  };
  const draw = (event: PointerEvent) => {
    const context = canvas.current?.getContext('2d');
    if (!context || last.current === undefined) return;
    const [x, y] = at(event);
    Object.assign(context, { strokeStyle: '#fff', lineWidth: SIDE / 14, lineCap: 'round' });
    context.beginPath();
    context.moveTo(...last.current);
    context.lineTo(x, y);
    context.stroke();
    last.current = [x, y];
  };
  const end = () => {
    if (last.current === undefined) return;
    last.current = undefined;
    canvas.current?.toBlob((picture) => picture && onDrawn(picture));
  };
  return (
    <div class="drawing">
      <canvas
        ref={canvas}
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label="Drawing area; a picture can be chosen as a file too"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = at(event);
          draw(event);
        }}
        onPointerMove={draw}
        onPointerUp={end}
        onPointerCancel={end}
      />
      <button type="button" onClick={wipe}>
        Wipe
      </button>
    </div>
  );
}

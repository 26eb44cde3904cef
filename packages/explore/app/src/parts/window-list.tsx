import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

export interface WindowListProps {
  readonly label: string;
  readonly count: number;
  /** Of a row, in pixels. */
  readonly rowHeight: number;
  readonly row: (index: number) => ComponentChildren;
  /** Brought into view when it changes. */
  readonly chosen?: number | undefined;
  readonly class?: string;
}

/** Rows that are drawn above and below those in view. */
const MARGIN = 6;

/** A long list of which only the rows in view are there. */
export function WindowList({ label, count, rowHeight, row, chosen, class: name = '' }: WindowListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 0 });
  const look = () => {
    const { scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    const top = Math.floor(scrollTop / rowHeight) * rowHeight;
    setView((before) => (before.top === top && before.height === clientHeight ? before : { top, height: clientHeight }));
  };
  useEffect(() => {
    const observer = new ResizeObserver(look);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || chosen === undefined || chosen < 0) return;
    const [top, bottom] = [chosen * rowHeight, (chosen + 1) * rowHeight];
    if (top < element.scrollTop || bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = top - (element.clientHeight - rowHeight) / 2;
    look();
  }, [chosen, count]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - MARGIN);
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + MARGIN);
  return (
    <div class={`window ${name}`} ref={box} onScroll={look} tabIndex={0} role="region" aria-label={label}>
      <ul style={{ height: `${count * rowHeight}px` }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i).map((index) => (
          <li
            key={index}
            style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
            aria-setsize={count}
            aria-posinset={index + 1}
          >
            {row(index)}
          </li>
        ))}
      </ul>
    </div>
  );
}

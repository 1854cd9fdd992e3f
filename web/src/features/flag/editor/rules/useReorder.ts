import { type PointerEvent as ReactPointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { moved, placeAt } from './reorder.ts';

/** Reorders named items by dragging a handle with mouse, pen or finger, and by buttons that keep the focus. */
export function useReorder<T extends { id: string; name: string }>(
  items: readonly T[],
  onOrder: (items: T[]) => void,
) {
  const elements = useRef(new Map<string, HTMLElement>());
  const refocus = useRef<HTMLElement | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState('');

  const move = (from: number, to: number) => {
    const item = items[from];
    if (!item || to < 0 || to >= items.length || from === to) return;
    onOrder(moved(items, from, to));
    setSaid(`${item.name || 'The rule'} is now number ${to + 1} of ${items.length}`);
  };
  const latest = useRef({ items, move });
  latest.current = { items, move };

  // Moving an element in the page takes the focus from what is in it.
  useLayoutEffect(() => {
    refocus.current?.focus();
    refocus.current = null;
  });

  useEffect(() => {
    if (dragged === null) return;
    const follow = (event: PointerEvent) => {
      const { items: now, move: go } = latest.current;
      const from = now.findIndex((item) => item.id === dragged);
      const middles = now.map(({ id }) => {
        const box = elements.current.get(id)?.getBoundingClientRect();
        return box ? box.top + box.height / 2 : 0;
      });
      go(from, placeAt(middles, from, event.clientY));
    };
    const stop = () => setDragged(null);
    addEventListener('pointermove', follow);
    addEventListener('pointerup', stop);
    addEventListener('pointercancel', stop);
    return () => {
      removeEventListener('pointermove', follow);
      removeEventListener('pointerup', stop);
      removeEventListener('pointercancel', stop);
    };
  }, [dragged]);

  return {
    dragged,
    said,
    /** For the element that is moved about. */
    itemRef: (id: string) => (element: HTMLElement | null) => {
      if (element) elements.current.set(id, element);
      else elements.current.delete(id);
    },
    startDrag: (id: string) => (event: ReactPointerEvent) => {
      if (event.button !== 0) return;
      event.preventDefault();
      setDragged(id);
    },
    moveBy: (index: number, by: number, button: HTMLElement) => {
      refocus.current = button;
      move(index, index + by);
    },
  };
}

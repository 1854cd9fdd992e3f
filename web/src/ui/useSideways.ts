import { type RefObject, useEffect, useState } from 'react';

interface Sideways {
  /** Something lies to the left of what is seen. */
  before: boolean;
  /** Something lies to the right. */
  after: boolean;
}

/** Whether an element that scrolls sideways hides something, and on which side. */
export function useSideways(scroller: RefObject<HTMLElement | null>): Sideways {
  const [hidden, setHidden] = useState<Sideways>({ before: false, after: false });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      const before = element.scrollLeft > 2;
      const after = element.scrollWidth - element.clientWidth - element.scrollLeft > 2;
      setHidden((old) => (old.before === before && old.after === after ? old : { before, after }));
    };
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller]);
  return hidden;
}

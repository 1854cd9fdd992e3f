import { useEffect, useState } from 'react';

/** Gives the focus back to what had it when this came, once it goes. */
export function useFocusReturn(): void {
  // Read while it renders: afterwards the focus is inside already.
  const [opener] = useState(() => openerOf(document.activeElement));
  useEffect(
    () => () => {
      const isFree = document.activeElement === null || document.activeElement === document.body;
      if (isFree && opener?.isConnected) opener.focus({ preventScroll: true });
    },
    [opener],
  );
}

/** An entry of a menu goes with its menu, so the button of the menu stands for it. */
function openerOf(element: Element | null): HTMLElement | null {
  const menu = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const found = menu ? document.getElementById(menu) : element;
  return found instanceof HTMLElement ? found : null;
}

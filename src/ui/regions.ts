// F6 and Shift-F6 go from one region of the page to the next, also out of the terminal.
import { useEffect, useRef } from 'react';

const order = ['terminal', 'time', 'top'] as const;

export type RegionName = (typeof order)[number];

/** What a region puts on its element. */
export interface RegionProps {
  readonly 'data-region': RegionName;
  readonly ref: (element: HTMLElement | null) => void;
}

/** Gives each region its props; the hook listens for the keys. */
export function useRegions(): (name: RegionName) => RegionProps {
  const elements = useRef(new Map<RegionName, HTMLElement>());
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      const here = regionOf(document.activeElement);
      const name = following(here, event.shiftKey ? -1 : 1);
      const element = elements.current.get(name);
      if (element !== undefined) entryOf(element)?.focus();
    };
    // Before the terminal sees it.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  return (name) => ({
    'data-region': name,
    ref: (element) => {
      if (element === null) elements.current.delete(name);
      else elements.current.set(name, element);
    },
  });
}

/** The region after another one, in a circle; the first when there is none. */
export function following(here: RegionName | undefined, direction: 1 | -1): RegionName {
  if (here === undefined) return order[0];
  const at = order.indexOf(here) + direction + order.length;
  return order[at % order.length] ?? order[0];
}

function regionOf(element: Element | null): RegionName | undefined {
  const name = element?.closest('[data-region]')?.getAttribute('data-region');
  return order.find((one) => one === name);
}

/** What gets the focus on entering: the region itself where it can, else its first control. */
function entryOf(region: HTMLElement): HTMLElement | null {
  if (region.tabIndex >= 0) return region;
  return region.querySelector<HTMLElement>('button:not([disabled]), [href], [tabindex="0"]');
}

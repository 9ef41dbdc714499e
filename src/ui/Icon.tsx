// The few icons of the frame, drawn at 24 units with a stroke of 1.75 at 16 px. Always beside a
// word or on a button that has a name.

const paths = {
  pause: 'M7 4.5h3v15H7zM14 4.5h3v15h-3z',
  play: 'M7 4.5v15l12-7.5z',
  step: 'M5 4.5v15M9.5 4.5v15l10-7.5z',
  forward: 'M3.5 5.5v13L12 12zM12.5 5.5v13L21 12z',
  down: 'M6.5 9.5 12 15l5.5-5.5',
  close: 'M6 6l12 12M18 6 6 18',
  text: 'M5 6h14M5 10.5h9M5 15h14M5 19.5h6',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  back: 'M4 5v5h5M4.6 10A8 8 0 1 1 4 13.5',
  lifebuoy:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z' +
    'M5.7 5.7l3.8 3.8M14.5 14.5l3.8 3.8M18.3 5.7l-3.8 3.8M9.5 14.5l-3.8 3.8',
  disk: 'M4 13.5h16M5.5 6h13l1.5 7.5V19H4v-5.5zM7.5 16.5h1',
  tabs: 'M9 9h11v11H9zM5 15H4V4h11v1',
  moon: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a6.6 6.6 0 0 0 10.5 10.5z',
  sun:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2' +
    'M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
} as const;

export type IconName = keyof typeof paths;

/** An icon; decoration for assistive technology. */
export function Icon({ name, isSmall = false }: { name: IconName; isSmall?: boolean }) {
  return (
    <svg className={isSmall ? 'icon small' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

/** The mark: a T whose stem carries a rudder blade. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3.5 4.6h17M13.6 5v16" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      <path className="blade" d="M10.4 9.4C6.6 11 4.9 14.6 5.6 20.3c.1.8.7 1.3 1.5 1.3h3.3z" />
    </svg>
  );
}

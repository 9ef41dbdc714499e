// The Content-Security-Policy of the page. Styles may be inline (the terminal sets them); scripts,
// workers and everything else come from the page's own origin.

const rules = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** The policy for a meta element, where `frame-ancestors` is not allowed. */
export const metaPolicy = rules.join('; ');

/** The policy as a header. */
export const headerPolicy = [...rules, "frame-ancestors 'self'"].join('; ');

// TLS without encryption: it is a property of who listens. A listener whose `service` object has a
// `tls` field speaks TLS; clients judge the certificate by this description.

/** The certificate that a TLS listener shows. */
export interface TlsOffer {
  /** PEM texts, the server's own first. */
  readonly certificates: readonly string[];
  /** DNS names and IP addresses that the certificate is for; `*` for any. */
  readonly names: readonly string[];
  /** PEM of the authority that signed it; undefined when it is self-signed. */
  readonly authority?: string | undefined;
  /** Whether every machine trusts the authority (public web sites). */
  readonly isPublic?: boolean | undefined;
  /** Virtual ms since the epoch. */
  readonly notAfterMs?: number | undefined;
}

/** Carries the client's certificate (PEM in base64), which real TLS has in its handshake. */
export const clientCertificateHeader = 'TLS-Client-Certificate';

/** What a listener's `service` says about TLS; undefined when it speaks plain text. */
export function tlsOf(service: unknown): TlsOffer | undefined {
  if (typeof service !== 'object' || service === null) return undefined;
  // An API server names its authority; every name leads to it.
  if ('caCertificate' in service && typeof service.caCertificate === 'string') {
    return { certificates: [], names: ['*'], authority: service.caCertificate };
  }
  if (!('tls' in service)) return undefined;
  const { tls } = service;
  if (typeof tls !== 'object' || tls === null || !('certificates' in tls)) return undefined;
  return tls as TlsOffer;
}

// The part of WebCrypto that openssl uses, which browsers and Node have under the same name. The
// simulation compiles without the DOM, so its shape is written down here.

/** A key as WebCrypto holds it. */
export interface WebKey {
  readonly type: string;
}

export interface KeyPair {
  readonly publicKey: WebKey;
  readonly privateKey: WebKey;
}

/** A key in JSON: `d` is its private part. */
export interface JsonKey {
  readonly d?: string;
  readonly key_ops?: readonly string[];
  readonly [field: string]: unknown;
}

/** What is done with keys. All answers are promises: `yield* host(...)` them. */
export interface Subtle {
  generateKey(how: unknown, extractable: boolean, uses: readonly string[]): Promise<unknown>;
  exportKey(format: 'jwk', key: WebKey): Promise<JsonKey>;
  exportKey(format: 'pkcs8' | 'spki' | 'raw', key: WebKey): Promise<ArrayBuffer>;
  importKey(
    format: string,
    data: Uint8Array | JsonKey,
    how: unknown,
    extractable: boolean,
    uses: readonly string[],
  ): Promise<WebKey>;
  sign(how: unknown, key: WebKey, data: Uint8Array): Promise<ArrayBuffer>;
  verify(how: unknown, key: WebKey, signature: Uint8Array, data: Uint8Array): Promise<boolean>;
}

/** The platform's WebCrypto. */
export function webCrypto(): Subtle {
  const { crypto } = globalThis as unknown as { readonly crypto: { readonly subtle: Subtle } };
  return crypto.subtle;
}

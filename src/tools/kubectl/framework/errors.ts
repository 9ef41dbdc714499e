// What ends a kubectl command early. Thrown anywhere, turned into text and an exit code in one
// place (report.ts).

/** A plain mistake: printed behind `error: `. */
export class PlainError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PlainError';
  }
}

/** A mistake whose whole text is already known (no `error: ` is put before it). */
export class ExactError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
    this.name = 'ExactError';
  }
}

/** Several errors of one command; each gets its own line. */
export class ErrorList extends Error {
  constructor(readonly errors: readonly unknown[]) {
    super('several errors');
    this.name = 'ErrorList';
  }
}

/** A connection that could not be made: Go's url.Error. `cause` is the text behind the URL. */
export class ConnectionError extends Error {
  constructor(
    readonly method: string,
    readonly url: string,
    readonly why: string,
  ) {
    super(`${method} ${JSON.stringify(url)}: ${why}`);
    this.name = 'ConnectionError';
  }

  /** `192.168.49.2:8443`. */
  get host(): string {
    return /^[a-z]+:\/\/([^/?]*)/.exec(this.url)?.[1] ?? this.url;
  }
}

/** @throws PlainError */
export function fail(message: string): never {
  throw new PlainError(message);
}

/** Throws one error as it is, several as an aggregate, and nothing for none. */
export function failAll(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new ErrorList(errors);
}

/** One error or several as a flat list. */
export function flattenErrors(error: unknown): unknown[] {
  return error instanceof ErrorList ? error.errors.flatMap(flattenErrors) : [error];
}

// How the interpreter leaves what it is doing. These are thrown, and caught where commands begin.

/** Ends the shell (or subshell) with a status. */
export class ExitShell {
  readonly code: number;

  constructor(code: number) {
    this.code = code & 255;
  }
}

/** Gives up the line being run; the message has been printed. */
export class AbandonLine {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

/** An error in an expansion or assignment: printed and then acted upon by whoever runs commands. */
export class ShellError {
  readonly message: string;
  /** `line` gives up the line, `shell` ends a shell that isn't interactive. */
  readonly severity: 'line' | 'shell';
  readonly code: number;

  constructor(message: string, severity: 'line' | 'shell' = 'line', code = 1) {
    this.message = message;
    this.severity = severity;
    this.code = code;
  }
}

/** A redirection that failed: the command isn't run and has status 1. */
export class RedirectError {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/** `((` and `let` that can't be evaluated: printed, status 1, and the line goes on. */
export class ArithmeticFailure {
  readonly message: string;
  readonly code: number = 1;

  constructor(message: string) {
    this.message = message;
  }
}

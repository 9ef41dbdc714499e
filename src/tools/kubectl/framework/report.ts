// Errors as kubectl prints them, in one place: API outcomes, connections, plain mistakes.
import { ApiError, type StatusCause } from '../../../kubernetes/api/errors';
import { ConnectionError, ErrorList, ExactError } from './errors';

/** What goes to standard error (with a final newline) and the exit code. */
export interface Report {
  readonly text: string;
  readonly code: number;
}

/** The report of something thrown; undefined when it is none of ours. */
export function reportError(error: unknown): Report | undefined {
  if (error instanceof ExactError) return { text: lined(error.message), code: error.exitCode };
  if (error instanceof ErrorList) {
    if (error.errors.length === 1) return reportError(error.errors[0]);
    return { text: error.errors.map((one) => lined(messageOf(one))).join(''), code: 1 };
  }
  if (error instanceof ApiError && error.reason === 'Invalid') {
    return { text: lined(invalidText(error)), code: 1 };
  }
  const standard = standardMessage(error);
  if (standard !== undefined) return { text: lined(standard), code: 1 };
  if (!(error instanceof Error)) return undefined;
  if (!isOurs(error)) return undefined;
  const { message } = error;
  return { text: lined(message.startsWith('error: ') ? message : `error: ${message}`), code: 1 };
}

/** The text of an error inside another message: Go's err.Error(). */
export function errorText(error: unknown): string {
  if (error instanceof ErrorList) {
    const texts = [...new Set(error.errors.map(errorText))];
    return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** One error of several: API outcomes in their usual form, others bare. */
export function messageOf(error: unknown): string {
  return standardMessage(error) ?? errorText(error);
}

function standardMessage(error: unknown): string | undefined {
  if (error instanceof ApiError) {
    if (error.reason === 'Unauthorized') {
      return `error: You must be logged in to the server (${error.message})`;
    }
    if (error.message.startsWith('unable to upgrade connection')) return `error: ${error.message}`;
    const reason = error.reason ? ` (${error.reason})` : '';
    return `Error from server${reason}: ${error.message}`;
  }
  if (error instanceof ConnectionError) {
    if (error.why.includes('connection refused')) {
      return (
        `The connection to the server ${error.host} was refused - ` +
        'did you specify the right host or port?'
      );
    }
    return `Unable to connect to the server: ${error.why}`;
  }
  return undefined;
}

function invalidText(error: ApiError): string {
  const { details } = error;
  if (details === undefined) return `The request is invalid: ${error.message}`;
  const causes = causeTexts(details.causes ?? []);
  let text = 'The request is invalid';
  if (details.kind || details.name) {
    text = `The ${details.kind ?? ''} ${JSON.stringify(details.name ?? '')} is invalid`;
  } else if (causes.length === 0 && error.message) text += `: ${error.message}`;
  if (causes.length === 0) return text;
  if (causes.length === 1) return `${text}: ${causes[0]}`;
  return `${text}: \n${causes.map((cause) => `* ${cause}`).join('\n')}`;
}

function causeTexts(causes: readonly StatusCause[]): string[] {
  return [...new Set(causes.map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`))];
}

function isOurs(error: Error): boolean {
  return error.name === 'PlainError' || error.name === 'SystemError';
}

function lined(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

// How a run ends with a failure: reason, text, advice, exit code.
import type { Task } from '../../base/sim';
import type { Out, Style } from './out';

export interface ExitDetails {
  readonly code: number;
  readonly style?: Style;
  readonly advice?: string;
  readonly docs?: string;
  /** The box that asks for an issue on GitHub follows. */
  readonly hasIssueBox?: boolean;
}

/** Ends the run: `Exiting due to REASON: text`. */
export class MinikubeExit extends Error {
  readonly details: ExitDetails;

  constructor(
    readonly reason: string,
    text: string,
    details: ExitDetails,
  ) {
    super(text);
    this.details = details;
  }
}

/** Ends the run without another word. */
export class QuietExit extends Error {
  constructor(readonly code: number) {
    super(`exit ${code}`);
  }
}

/** A mistake in how minikube was called. */
export function usage(text: string): MinikubeExit {
  return new MinikubeExit('MK_USAGE', text, { code: 14 });
}

/** Prints a failure; returns the exit code. */
export function* reportExit(out: Out, exit: MinikubeExit): Task<number> {
  const { code, style = 'failure', advice, docs, hasIssueBox } = exit.details;
  yield* out.print('\n\n');
  yield* out.warn(style, `Exiting due to ${exit.reason}: ${exit.message}`);
  if (advice !== undefined) yield* out.warn('tip', `Suggestion: ${advice}`);
  if (docs !== undefined) yield* out.warn('docs', `Documentation: ${docs}`);
  if (hasIssueBox) yield* out.process.error(`${out.hasEmoji ? '\n' : ''}${issueBox(out)}`);
  return code;
}

const boxWidth = 91;

function issueBox(out: Out): string {
  const rows = [
    '',
    `    ${out.hasEmoji ? '😿  ' : '* '}If the above advice does not help, please let us know:`,
    `    ${out.hasEmoji ? '👉  ' : '  '}https://github.com/kubernetes/minikube/issues/new/choose`,
    '',
    `    ${out.hasEmoji ? '' : '* '}Please run \`minikube logs --file=logs.txt\` and attach logs.txt to the GitHub issue.`,
    '',
  ];
  const body = rows.map((row) => `│${row.padEnd(boxWidth)}│\n`).join('');
  return `╭${'─'.repeat(boxWidth)}╮\n${body}╰${'─'.repeat(boxWidth)}╯\n`;
}

// The user's editor on a temporary file: KUBE_EDITOR, EDITOR, else vi.
import type { Task } from '../../../../base/sim';
import { SystemError } from '../../../../machine/errno';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';

/** Writes a temporary file, runs the editor on it and returns what it holds then. */
export function* editText(
  ctx: Context,
  text: string,
  extension: string,
): Task<{ readonly path: string; readonly text: string }> {
  const { files, env } = ctx.process;
  const number = Math.floor(ctx.process.machine.random('kubectl-edit') * 4_000_000_000);
  const path = `${env.get('TMPDIR') ?? '/tmp'}/kubectl-edit-${number}${extension}`;
  files.write(path, text, 0o600);
  yield* launch(ctx, path);
  return { path, text: files.read(path) };
}

function* launch(ctx: Context, path: string): Task<void> {
  const { process } = ctx;
  const editor = process.env.get('KUBE_EDITOR') || process.env.get('EDITOR') || 'vi';
  const argv = editorWords(process.env.get('SHELL'), editor, path);
  try {
    const child = process.spawn({ argv });
    const status = yield* process.wait(child);
    if (status.code !== 0) fail(`there was a problem with the editor ${JSON.stringify(editor)}`);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    fail(`unable to launch the editor ${JSON.stringify(editor)}`);
  }
}

/** Words without quotes are split here; others are left to a shell. */
function editorWords(shell: string | undefined, editor: string, path: string): string[] {
  if (!/["'\\]/.test(editor)) return [...editor.split(' ').filter(Boolean), path];
  return [shell || '/bin/bash', '-c', `${editor} '${path.replaceAll("'", "'\\''")}'`];
}

// Prompts: the backslash escapes of PS1, PS2, PS4 and `${v@P}`.
import type { Task } from '../../base/sim';
import { strftime } from '../../base/strftime';
import { joinPieces } from '../expansion/fields';
import { expandParts } from '../expansion/words';
import { Parser } from '../parser/parser';
import { SyntaxProblem } from '../parser/source';
import { PartList, readDoubleOne } from '../parser/words';
import { readVariable } from './assign';
import type { Shell } from './shell';

/** Escapes, then `$` expansions (unless promptvars is off). */
export function* expandPrompt(shell: Shell, format: string): Task<string> {
  const text = promptText(shell, format);
  if (!shell.options.has('promptvars') && shell.isBash) return text;
  if (!/[$`\\]/.test(text)) return text;
  const { context } = new Parser(text, { dialect: shell.dialect });
  const list = new PartList();
  try {
    while (!context.source.atEnd) readDoubleOne(context, list, '$`"\\');
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return text;
    throw problem;
  }
  const { status, substitutionStatus } = shell;
  const pieces = yield* expandParts(shell, list.finish(), 'quoted');
  shell.status = status;
  shell.substitutionStatus = substitutionStatus;
  return joinPieces(pieces);
}

/** The escapes alone. `\[` and `\]` become \x01 and \x02, which the line editor takes out. */
export function promptText(shell: Shell, format: string): string {
  return format.replace(
    /\\(D\{([^}]*)\}|[0-7]{3}|[\s\S])/g,
    (whole, letter: string, dateFormat: string | undefined) => {
      if (dateFormat !== undefined) return time(shell, dateFormat || '%H:%M:%S');
      if (/^[0-7]{3}$/.test(letter)) return String.fromCharCode(Number.parseInt(letter, 8));
      return simple(shell, letter) ?? whole;
    },
  );
}

function time(shell: Shell, format: string): string {
  return strftime(format, shell.process.sim.now);
}

function simple(shell: Shell, letter: string): string | undefined {
  const { machine } = shell.process;
  switch (letter) {
    case 'a':
      return '\x07';
    case 'e':
      return '\x1b';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case '\\':
      return '\\';
    case '[':
      return '\x01';
    case ']':
      return '\x02';
    case 'u':
      return readVariable(shell, 'USER') ?? (shell.process.credentials.uid === 0 ? 'root' : '');
    case 'h':
      return machine.hostname.split('.')[0] ?? '';
    case 'H':
      return machine.hostname;
    case 'w':
      return tildeFolder(shell);
    case 'W': {
      const folder = tildeFolder(shell);
      return folder === '/' ? '/' : (folder.split('/').pop() ?? '');
    }
    case '$':
      return shell.process.credentials.uid === 0 ? '#' : '$';
    case 's':
      return shell.name.replace(/^-/, '').replace(/.*\//, '');
    case 'v':
      return '5.2';
    case 'V':
      return '5.2.15';
    case 'j':
      return String(shell.jobs.list.length);
    case 'l':
      return shell.process.tty?.name.replace(/^\/dev\//, '').replace(/.*\//, '') ?? 'tty';
    case 't':
      return time(shell, '%H:%M:%S');
    case 'T':
      return time(shell, '%I:%M:%S');
    case '@':
      return time(shell, '%I:%M %p');
    case 'A':
      return time(shell, '%H:%M');
    case 'd':
      return time(shell, '%a %b %d');
    case '!':
    case '#':
      return String((shell.history?.base ?? 1) + (shell.history?.lines.length ?? 0));
    default:
      return undefined;
  }
}

function tildeFolder(shell: Shell): string {
  const folder = readVariable(shell, 'PWD') ?? shell.process.files.cwd;
  const home = readVariable(shell, 'HOME');
  const isHome = home !== undefined && home !== '' && home !== '/';
  let shown = folder;
  if (isHome && folder === home) shown = '~';
  else if (isHome && folder.startsWith(`${home}/`)) shown = `~${folder.slice(home.length)}`;
  const trim = Number(readVariable(shell, 'PROMPT_DIRTRIM') ?? '0');
  const parts = shown.split('/');
  if (!(trim > 0) || parts.length - 1 <= trim) return shown;
  const head = shown.startsWith('~') ? '~/' : '';
  return `${head}.../${parts.slice(-trim).join('/')}`;
}

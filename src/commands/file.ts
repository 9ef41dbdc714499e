// file: guesses what is in files.
import { toBytes } from '../base/bytes';
import type { Task } from '../base/sim';
import type { Stat } from '../machine/types';
import { type Context, defineCommand } from './command';
import { failureText } from './framework/failure';
import { describeContent, type Guess } from './system/content-type';
import { deviceNumbers } from './system/devices';

const options = {
  brief: ['-b, --brief', 'do not print names'],
  dereference: ['-L, --dereference', 'follow links'],
  noDereference: ['-h, --no-dereference', 'do not follow links (default)'],
  mime: ['-i, --mime', 'print MIME types'],
  mimeType: ['--mime-type', 'print the MIME type only'],
  mimeEncoding: ['--mime-encoding', 'print the encoding only'],
  separator: ['-F, --separator=STRING', 'use STRING instead of :'],
  noPad: ['-N, --no-pad', 'do not align'],
  special: ['-s, --special-files', 'look into devices too'],
  uncompress: ['-z, --uncompress', 'ignored'],
  keepGoing: ['-k, --keep-going', 'ignored'],
} as const;

type Ctx = Context<typeof options>;

export default defineCommand({
  name: 'file',
  summary: { en: 'Tell what kind of content files have.', es: 'Dice qué contienen los archivos.' },
  options,
  operands: 'FILE...',
  *run(ctx) {
    if (ctx.operands.length === 0) {
      yield* ctx.err('Usage: file [-bLhiNsz] [--mime-type] [-F SEPARATOR] FILE...\n');
      return 1;
    }
    const width = Math.max(...ctx.operands.map((path) => path.length));
    for (const path of ctx.operands) {
      const { brief, separator = ':', noPad } = ctx.options;
      const text = yield* tell(ctx, path);
      const pad = noPad ? ' ' : ' '.repeat(width - path.length + 1);
      yield* ctx.out(brief ? `${text}\n` : `${path}${separator}${pad}${text}\n`);
    }
    return ctx.status;
  },
});

function* tell(ctx: Ctx, path: string): Task<string> {
  const { files } = ctx.process;
  if (path === '-') return shown(ctx, describeContent(toBytes(yield* ctx.stdin().all())));
  let stat: Stat;
  try {
    stat = ctx.options.dereference ? files.stat(path) : files.lstat(path);
  } catch (error) {
    const why = failureText(error);
    return `cannot open \`${path}' (${why})`;
  }
  switch (stat.kind) {
    case 'dir': {
      const sticky = (stat.mode & 0o1000) !== 0 ? 'sticky, ' : '';
      return shown(ctx, {
        text: `${sticky}directory`,
        mime: 'inode/directory',
        encoding: 'binary',
      });
    }
    case 'symlink': {
      const what = files.exists(path) ? 'symbolic link to' : 'broken symbolic link to';
      const mime = 'inode/symlink';
      return shown(ctx, { text: `${what} ${files.readlink(path)}`, mime, encoding: 'binary' });
    }
    case 'device': {
      const [major, minor] = deviceNumbers(path);
      const text = `character special (${major}/${minor})`;
      return shown(ctx, { text, mime: 'inode/chardevice', encoding: 'binary' });
    }
    case 'fifo':
      return shown(ctx, { text: 'fifo (named pipe)', mime: 'inode/fifo', encoding: 'binary' });
    case 'socket':
      return shown(ctx, { text: 'socket', mime: 'inode/socket', encoding: 'binary' });
    case 'file':
      break;
  }
  if (stat.program !== undefined) {
    const bits = 'ELF 64-bit LSB pie executable, x86-64, version 1 (SYSV), dynamically linked';
    const loader = 'interpreter /lib64/ld-linux-x86-64.so.2, for GNU/Linux 3.2.0, stripped';
    const mime = 'application/x-pie-executable';
    return shown(ctx, { text: `${bits}, ${loader}`, mime, encoding: 'binary' });
  }
  try {
    return shown(ctx, describeContent(toBytes(files.read(path).slice(0, 1_048_576))));
  } catch (error) {
    const why = failureText(error);
    return why === 'Permission denied' ? 'regular file, no read permission' : why;
  }
}

function shown(ctx: Ctx, guess: Guess): string {
  const o = ctx.options;
  if (o.mime) return `${guess.mime}; charset=${guess.encoding}`;
  if (o.mimeType) return guess.mime;
  return o.mimeEncoding ? guess.encoding : guess.text;
}

// The messages of busybox's applets. Commands word theirs as GNU's tools do; where busybox says the
// same in other words, its words are made from those. One table for all applets.

interface Rewording {
  /** Applets that it is for; all by default. */
  readonly of?: readonly string[];
  readonly from: RegExp;
  readonly to: string;
}

const quoted = `['‘"](.*?)['’"]`;
/** They read by open(2) and say so when that fails; the others just name the file. */
const openers = ['cat', 'tail', 'tac', 'md5sum', 'sha1sum', 'sha256sum', 'sha512sum', 'cksum'];

const rewordings: readonly Rewording[] = [
  { of: ['cat'], from: /^.*: Is a directory$/, to: 'read error: Is a directory' },
  { from: new RegExp(`^cannot remove ${quoted}: Is a directory$`), to: "'$1' is a directory" },
  { from: new RegExp(`^cannot remove ${quoted}: (.*)$`), to: "can't remove '$1': $2" },
  { of: ['ls', 'du', 'chmod'], from: new RegExp(`^cannot access ${quoted}: (.*)$`), to: '$1: $2' },
  {
    of: ['ls'],
    from: new RegExp(`^cannot open directory ${quoted}: (.*)$`),
    to: "can't open '$1': $2",
  },
  { of: ['mv'], from: new RegExp(`^cannot stat ${quoted}: (.*)$`), to: "can't rename '$1': $2" },
  {
    of: ['mv'],
    from: new RegExp(`^cannot move ${quoted} to ${quoted}: (.*)$`),
    to: "can't rename '$1': $3",
  },
  { from: new RegExp(`^cannot statx? ${quoted}: (.*)$`), to: "can't stat '$1': $2" },
  {
    of: ['cp'],
    from: new RegExp(`^-r not specified; omitting directory ${quoted}$`),
    to: "omitting directory '$1'",
  },
  {
    from: new RegExp(`^cannot create directory ${quoted}: (.*)$`),
    to: "can't create directory '$1': $2",
  },
  {
    from: new RegExp(`^cannot create (?:regular file|symbolic link) ${quoted}: (.*)$`),
    to: "can't create '$1': $2",
  },
  { of: ['touch'], from: new RegExp(`^cannot touch ${quoted}: (.*)$`), to: '$1: $2' },
  {
    of: ['touch'],
    from: new RegExp(`^setting times of ${quoted}: (.*)$`),
    to: '$1: $2',
  },
  { of: ['rmdir'], from: new RegExp(`^failed to remove ${quoted}: (.*)$`), to: "'$1': $2" },
  {
    of: ['ln'],
    from: new RegExp(`^failed to create (?:symbolic|hard) link ${quoted}.*: (.*)$`),
    to: '$1: $2',
  },
  {
    of: ['chmod', 'chown', 'chgrp'],
    from: new RegExp(`^(?:changing \\w+ of|cannot access) ${quoted}: (.*)$`),
    to: '$1: $2',
  },
  { of: ['sed'], from: /^(?:can't read|couldn't open file) (.*): (.*)$/, to: '$1: $2' },
  {
    of: openers,
    from: new RegExp(`^cannot open ${quoted} for reading: (.*)$`),
    to: "can't open '$1': $2",
  },
  { from: new RegExp(`^cannot open ${quoted} for reading: (.*)$`), to: '$1: $2' },
  { of: ['whoami', 'id'], from: /^cannot find name for user ID (\d+)$/, to: 'unknown uid $1' },
  { of: ['id'], from: new RegExp(`^${quoted}: no such user$`), to: 'unknown user $1' },
  { of: ['tee'], from: /^(.*): (.*)$/, to: "can't open '$1': $2" },
  {
    of: ['env', 'xargs', 'timeout', 'nohup', 'nice'],
    from: /^[‘'](.*)[’']: (.*)$/,
    to: "can't execute '$1': $2",
  },
  {
    of: ['tar'],
    from: /^Removing leading `\/' from member names$/,
    to: "removing leading '/' from member names",
  },
  { from: /^missing (?:file )?operand.*$/, to: '' },
  { from: new RegExp(`^invalid option -- ${quoted}$`), to: 'unrecognized option: $1' },
  { from: new RegExp(`^unrecognized option ${quoted}$`), to: 'unrecognized option: $1' },
  { of: openers, from: /^([^:']+): ((?:No such|Permission|Not a).*)$/, to: "can't open '$1': $2" },
];

/** strerror of the C library that busybox is built with, where it differs. */
const errors: readonly (readonly [string, string])[] = [
  ['Device or resource busy', 'Resource busy'],
  ['Address already in use', 'Address in use'],
  ['Connection timed out', 'Operation timed out'],
  ['No route to host', 'Host is unreachable'],
  ['Input/output error', 'I/O error'],
  ['Too many levels of symbolic links', 'Symbolic link loop'],
  ['Invalid cross-device link', 'Cross-device link'],
  ['File name too long', 'Filename too long'],
];

/** The applet's message (without its name) for what GNU's tool would say. */
export function busyboxMessage(applet: string, message: string): string {
  const name = applet.replace(/.*\//, '');
  let text = message;
  for (const rewording of rewordings) {
    if (rewording.of !== undefined && !rewording.of.includes(name)) continue;
    if (!rewording.from.test(text)) continue;
    text = text.replace(rewording.from, rewording.to);
    if (!text.startsWith('--')) text = text.replace(/^(unrecognized option: )--/, '$1');
    break;
  }
  for (const [from, to] of errors) {
    if (text.endsWith(from)) return text.slice(0, -from.length) + to;
  }
  return text;
}

/** What follows a complaint about the command line. */
export function busyboxUsage(applet: string, summary: string, operands: string): string {
  const usage = `Usage: ${applet}${operands === '' ? '' : ` ${operands}`}`;
  return `BusyBox v1.36.1 (2023-05-19 00:00:00 UTC) multi-call binary.\n\n${usage}\n\n${summary}\n`;
}

/** Exit status where GNU's tool would have `status`: most applets know 0 and 1 only. */
export function busyboxStatus(applet: string, status: number): number {
  const keeps = ['grep', 'egrep', 'fgrep', 'diff', 'cmp', 'test', '[', 'expr', 'awk', 'timeout'];
  const name = applet.replace(/.*\//, '');
  return keeps.includes(name) || status > 2 ? status : Math.min(status, 1);
}

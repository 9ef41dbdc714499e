// The files of a box that is nothing but busybox: one binary, its applets, a few accounts.
import {
  dir,
  type Entry,
  file,
  link,
  program,
  type Tree,
  tree,
} from '../../machine/filesystem/tree';

/** Applets in /bin, as programs of the same name that speak as busybox does. */
const applets = [
  '[',
  'arch',
  'ash',
  'awk',
  'base64',
  'basename',
  'bc',
  'busybox',
  'cal',
  'cat',
  'chgrp',
  'chmod',
  'chown',
  'cksum',
  'clear',
  'cmp',
  'comm',
  'cp',
  'cut',
  'date',
  'dd',
  'df',
  'diff',
  'dirname',
  'du',
  'echo',
  'egrep',
  'env',
  'expand',
  'expr',
  'factor',
  'false',
  'fgrep',
  'find',
  'fold',
  'free',
  'getopt',
  'grep',
  'groups',
  'gunzip',
  'gzip',
  'head',
  'hexdump',
  'hostname',
  'httpd',
  'id',
  'install',
  'ip',
  'kill',
  'killall',
  'less',
  'link',
  'ln',
  'ls',
  'md5sum',
  'mkdir',
  'mkfifo',
  'mktemp',
  'more',
  'mount',
  'mv',
  'nc',
  'netstat',
  'nice',
  'nl',
  'nohup',
  'nproc',
  'nslookup',
  'od',
  'paste',
  'patch',
  'pgrep',
  'ping',
  'pkill',
  'printenv',
  'printf',
  'ps',
  'pwd',
  'readlink',
  'realpath',
  'rev',
  'rm',
  'rmdir',
  'sed',
  'seq',
  'sh',
  'sha1sum',
  'sha256sum',
  'sha512sum',
  'shuf',
  'sleep',
  'sort',
  'split',
  'stat',
  'strings',
  'stty',
  'sync',
  'tac',
  'tail',
  'tar',
  'tee',
  'telnet',
  'test',
  'timeout',
  'top',
  'touch',
  'tr',
  'tree',
  'true',
  'truncate',
  'tty',
  'umount',
  'uname',
  'unexpand',
  'uniq',
  'unlink',
  'uptime',
  'vi',
  'watch',
  'wc',
  'wget',
  'which',
  'who',
  'whoami',
  'xargs',
  'xxd',
  'yes',
  'zcat',
];

/** Applets whose program has another name. */
const others: Readonly<Record<string, string>> = {
  sh: 'ash',
};

const passwd = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
sys:x:3:3:sys:/dev:/bin/false
sync:x:4:100:sync:/bin:/bin/sync
mail:x:8:8:mail:/var/spool/mail:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
operator:x:37:37:Operator:/var:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`;
const group = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
mail:x:8:
www-data:x:33:
users:x:100:
nogroup:x:65534:
`;

/** The entries of a busybox box; images on it add theirs. */
export function busyboxEntries(): Record<string, Entry> {
  const entries: Record<string, Entry> = {
    '/bin': dir(),
    '/dev': dir(),
    '/etc/passwd': passwd,
    '/etc/group': group,
    '/etc/shadow': file('root:::0:::::\n', 0o640),
    '/home': dir(0o755, 65534),
    '/lib': dir(),
    '/proc': dir(0o555),
    '/root': dir(0o700),
    '/run': dir(),
    '/sys': dir(0o555),
    '/tmp': dir(0o1777),
    '/usr/bin': dir(),
    '/usr/bin/env': program('busybox/env'),
    '/usr/sbin': dir(),
    '/var/run': link('../run'),
    '/var/spool/mail': dir(),
    '/var/www': dir(),
  };
  for (const applet of applets)
    entries[`/bin/${applet}`] = program(`busybox/${others[applet] ?? applet}`, 1_100_000);
  return entries;
}

/** Such a box with more files. */
export function busyboxTree(more: Readonly<Record<string, Entry>> = {}): Tree {
  return tree({ ...busyboxEntries(), ...more });
}

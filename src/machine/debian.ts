// The files of a Debian-like box: accounts, configuration, folders, and a binary for each program.
import { dir, type Entry, file, link, program, type Tree, tree } from './filesystem/tree';

export interface DebianOptions {
  /** Names of the programs that stand in /usr/bin (or /usr/sbin for those that do in Debian). */
  readonly programs: Iterable<string>;
  readonly hostname?: string;
  /** An account besides root, with a home under /home. */
  readonly user?: { readonly name: string; readonly uid: number };
  readonly files?: Readonly<Record<string, Entry>>;
}

const systemPrograms = new Set(['chroot', 'iptables', 'ip', 'sysctl', 'useradd', 'nginx']);
const setuidPrograms = new Set(['su', 'sudo', 'mount', 'umount', 'passwd']);

/** The base tree. Hold on to it: machines share it. */
export function debianTree(options: DebianOptions): Tree {
  const { user, hostname = 'debian' } = options;
  const entries: Record<string, Entry> = { ...folders, ...configuration(hostname, user) };
  for (const name of options.programs) {
    const folder = systemPrograms.has(name) ? '/usr/sbin' : '/usr/bin';
    const mode = setuidPrograms.has(name) ? 0o4755 : 0o755;
    entries[`${folder}/${name}`] = program(name, sizeOf(name), mode);
  }
  for (const [name, target] of Object.entries(alternatives)) {
    if (entries[`/usr/bin/${target}`] === undefined || entries[`/usr/bin/${name}`]) continue;
    entries[`/usr/bin/${name}`] = link(target);
  }
  return tree({ ...entries, ...options.files });
}

/** Other names that programs are known by. */
const alternatives: Readonly<Record<string, string>> = {
  sh: 'dash',
  rbash: 'bash',
  vi: 'vim',
  editor: 'nano',
  pager: 'less',
};

const folders: Readonly<Record<string, Entry>> = {
  '/usr/bin': dir(),
  '/usr/sbin': dir(),
  '/usr/lib': dir(),
  '/usr/lib64': dir(),
  '/bin': link('usr/bin'),
  '/sbin': link('usr/sbin'),
  '/lib': link('usr/lib'),
  '/lib64': link('usr/lib64'),
  '/boot': dir(),
  '/dev': dir(),
  '/home': dir(),
  '/media': dir(),
  '/mnt': dir(),
  '/opt': dir(),
  '/proc': dir(0o555),
  '/root': dir(0o700),
  '/run': dir(),
  '/run/lock': dir(0o1777),
  '/srv': dir(),
  '/sys': dir(0o555),
  '/tmp': dir(0o1777),
  '/usr/games': dir(),
  '/usr/include': dir(),
  '/usr/local/bin': dir(),
  '/usr/local/etc': dir(),
  '/usr/local/lib': dir(),
  '/usr/local/sbin': dir(),
  '/usr/local/share': dir(),
  '/usr/share': dir(),
  '/usr/src': dir(),
  '/var/backups': dir(),
  '/var/cache': dir(),
  '/var/lib': dir(),
  '/var/lock': link('/run/lock'),
  '/var/log': dir(),
  '/var/mail': dir(0o2775, 0, 8),
  '/var/opt': dir(),
  '/var/run': link('/run'),
  '/var/spool': dir(),
  '/var/tmp': dir(0o1777),
};

function configuration(
  hostname: string,
  user: { readonly name: string; readonly uid: number } | undefined,
): Readonly<Record<string, Entry>> {
  const home: Record<string, Entry> =
    user === undefined
      ? {}
      : {
          [`/home/${user.name}`]: dir(0o755, user.uid),
          [`/home/${user.name}/.bashrc`]: file(bashrc, 0o644, user.uid),
          [`/home/${user.name}/.profile`]: file(profileOfUser, 0o644, user.uid),
        };
  const named = user === undefined ? [] : [user];
  return {
    '/etc/debian_version': '12.11\n',
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts':
      `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n` +
      `::1\tlocalhost ip6-localhost ip6-loopback\nff02::1\tip6-allnodes\n` +
      `ff02::2\tip6-allrouters\n`,
    '/etc/resolv.conf': 'nameserver 8.8.8.8\n',
    '/etc/nsswitch.conf':
      'passwd:         files\ngroup:          files\n' +
      'shadow:         files\n\nhosts:          files dns\n',
    '/etc/passwd': accounts
      .concat(named.map(({ name, uid }) => `${name}:x:${uid}:${uid}::/home/${name}:/bin/bash`))
      .join('\n')
      .concat('\n'),
    '/etc/group': groups
      .map((line) => (user !== undefined && line.startsWith('sudo:') ? line + user.name : line))
      .concat(named.map(({ name, uid }) => `${name}:x:${uid}:`))
      .join('\n')
      .concat('\n'),
    '/etc/shadow': file('root:*:19600:0:99999:7:::\n', 0o640, 0, 42),
    '/etc/sudoers': file('root\tALL=(ALL:ALL) ALL\n%sudo\tALL=(ALL:ALL) NOPASSWD: ALL\n', 0o440),
    '/etc/os-release': link('../usr/lib/os-release'),
    '/usr/lib/os-release': osRelease,
    '/etc/issue': 'Debian GNU/Linux 12 \\n \\l\n\n',
    '/etc/motd': '',
    '/etc/profile': profile,
    '/etc/profile.d': dir(),
    '/etc/bash.bashrc': '',
    '/etc/shells': '/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n',
    '/etc/services': services,
    '/etc/fstab': '# <file system> <mount point> <type> <options> <dump> <pass>\n',
    '/etc/machine-id': '4c1d9b1a5d3f4f0f8f1b8e9a7b6c5d4e\n',
    '/etc/timezone': 'Etc/UTC\n',
    '/etc/localtime': link('/usr/share/zoneinfo/Etc/UTC'),
    '/root/.bashrc': bashrc,
    '/root/.profile': profileOfUser,
    ...home,
  };
}

const accounts: readonly string[] = [
  'root:x:0:0:root:/root:/bin/bash',
  'daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin',
  'bin:x:2:2:bin:/bin:/usr/sbin/nologin',
  'sys:x:3:3:sys:/dev:/usr/sbin/nologin',
  'sync:x:4:65534:sync:/bin:/bin/sync',
  'games:x:5:60:games:/usr/games:/usr/sbin/nologin',
  'man:x:6:12:man:/var/cache/man:/usr/sbin/nologin',
  'lp:x:7:7:lp:/var/spool/lpd:/usr/sbin/nologin',
  'mail:x:8:8:mail:/var/mail:/usr/sbin/nologin',
  'news:x:9:9:news:/var/spool/news:/usr/sbin/nologin',
  'uucp:x:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin',
  'proxy:x:13:13:proxy:/bin:/usr/sbin/nologin',
  'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin',
  'backup:x:34:34:backup:/var/backups:/usr/sbin/nologin',
  'list:x:38:38:Mailing List Manager:/var/list:/usr/sbin/nologin',
  'irc:x:39:39:ircd:/run/ircd:/usr/sbin/nologin',
  '_apt:x:42:65534::/nonexistent:/usr/sbin/nologin',
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
];

const groups: readonly string[] = (
  'root:0 daemon:1 bin:2 sys:3 adm:4 tty:5 disk:6 lp:7 mail:8 news:9 uucp:10 man:12 proxy:13 ' +
  'kmem:15 dialout:20 fax:21 voice:22 cdrom:24 floppy:25 tape:26 sudo:27 audio:29 dip:30 ' +
  'www-data:33 backup:34 operator:37 list:38 irc:39 src:40 shadow:42 utmp:43 video:44 sasl:45 ' +
  'plugdev:46 staff:50 games:60 users:100 nogroup:65534'
)
  .split(' ')
  .map((one) => `${one.replace(':', ':x:')}:`);

const osRelease = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`;

const profile = `if [ "$(id -u)" -eq 0 ]; then
  PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
else
  PATH="/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games"
fi
export PATH
`;

const profileOfUser = `if [ -n "$BASH_VERSION" ] && [ -f "$HOME/.bashrc" ]; then
  . "$HOME/.bashrc"
fi
`;

const bashrc = `case $- in
  *i*) ;;
  *) return ;;
esac
alias ll='ls -l'
alias la='ls -A'
`;

const services = `ssh\t\t22/tcp
domain\t\t53/tcp
domain\t\t53/udp
http\t\t80/tcp
https\t\t443/tcp
`;

/** Sizes of the larger binaries; the others are like most of coreutils. */
function sizeOf(name: string): number {
  const known: Readonly<Record<string, number>> = {
    bash: 1_265_648,
    dash: 125_688,
    ls: 151_344,
    cp: 151_152,
    mv: 147_056,
    vim: 3_746_648,
    nano: 287_648,
    kubectl: 59_842_744,
    curl: 272_840,
    jq: 30_952,
    openssl: 991_800,
  };
  return known[name] ?? 35_000 + name.length * 4096;
}

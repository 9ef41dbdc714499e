// The contracts of a simulated Linux box: files, open files, processes, terminals, the network.
// Shell, commands, images, kubectl and the kubelet are written against these; the classes are in
// the other files of this folder.
import type { Condition, Sim, Task } from '../base/sim';

/** Who acts: 0 is root and may do everything. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  /** What root may do besides files' rights, as `CHOWN`; undefined: everything. */
  readonly capabilities?: ReadonlySet<string> | undefined;
  /** Programs can't gain rights. */
  readonly noNewPrivileges?: boolean | undefined;
}

export type FileKind = 'file' | 'dir' | 'symlink' | 'device' | 'fifo' | 'socket';

/** What stat(2) says. `mode` holds the permission bits and setuid/setgid/sticky only. */
export interface Stat {
  readonly kind: FileKind;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes. */
  readonly size: number;
  /** Virtual ms since the epoch. */
  readonly mtimeMs: number;
  readonly atimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  readonly nlink: number;
  /** Name of the program that this executable is; undefined for scripts and other files. */
  readonly program?: string | undefined;
  /** File system it is on: `ext4`, `overlay`, `tmpfs`, `proc`. */
  readonly fsType: string;
}

export type ErrnoCode =
  | 'ENOENT'
  | 'EACCES'
  | 'EPERM'
  | 'EEXIST'
  | 'ENOTDIR'
  | 'EISDIR'
  | 'ENOTEMPTY'
  | 'EINVAL'
  | 'ELOOP'
  | 'EROFS'
  | 'EBADF'
  | 'EPIPE'
  | 'ENOSPC'
  | 'EXDEV'
  | 'EBUSY'
  | 'ENOEXEC'
  | 'EIO'
  | 'ENAMETOOLONG'
  | 'ECONNREFUSED'
  | 'EADDRINUSE'
  | 'ETIMEDOUT'
  | 'EHOSTUNREACH'
  | 'ECONNRESET'
  | 'EINTR'
  | 'ESRCH'
  | 'ENXIO'
  | 'ENOTTY';

/** Files as one process sees them: relative paths start at its folder, its rights are checked.
 *  Everything is immediate. @throws SystemError (see errno.ts) from each method. */
export interface Files {
  /** The folder relative paths start from. */
  cwd: string;
  umask: number;
  readonly credentials: Credentials;
  stat(path: string): Stat;
  lstat(path: string): Stat;
  /** Whether it exists (following links); never throws. */
  exists(path: string): boolean;
  isDir(path: string): boolean;
  isFile(path: string): boolean;
  /** access(2): may we read 'r', write 'w', execute 'x'? Never throws. */
  may(path: string, right: 'r' | 'w' | 'x'): boolean;
  read(path: string): string;
  /** Creates or truncates. `mode` applies to a new file (before umask), 0o666 by default. */
  write(path: string, content: string, mode?: number): void;
  append(path: string, content: string): void;
  /** Names in a folder, sorted by code point, without `.` and `..`. */
  list(path: string): string[];
  mkdir(path: string, mode?: number): void;
  /** Like `mkdir -p`. */
  mkdirAll(path: string, mode?: number): void;
  unlink(path: string): void;
  rmdir(path: string): void;
  /** Like `rm -rf`: never throws for what is missing. */
  removeAll(path: string): void;
  rename(from: string, to: string): void;
  link(existing: string, path: string): void;
  symlink(target: string, path: string): void;
  readlink(path: string): string;
  /** The path without links, `.` and `..`. */
  realpath(path: string): string;
  chmod(path: string, mode: number): void;
  chown(path: string, uid: number, gid: number, follow?: boolean): void;
  utimes(path: string, atimeMs: number, mtimeMs: number, follow?: boolean): void;
  truncate(path: string, size: number): void;
  mkfifo(path: string, mode?: number): void;
  /** Opens as open(2). A FIFO or a device may later block in read and write, never here. */
  open(path: string, flags: OpenFlags): OpenFile;
  /** Absolute and normalised (textually), from `cwd`. */
  resolve(path: string): string;
  /** Puts a binary there: an executable whose program is looked up by name when it is run. */
  install(path: string, program: string, sizeBytes?: number): void;
}

export interface OpenFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly append?: boolean;
  readonly create?: boolean;
  readonly truncate?: boolean;
  readonly exclusive?: boolean;
  readonly mode?: number;
}

/** An open file description, shared by the descriptors that point to it. */
export interface OpenFile {
  readonly kind: 'file' | 'dir' | 'pipe' | 'tty' | 'null' | 'socket' | 'device';
  /** What /proc/PID/fd shows: a path, `pipe:[123]`, `/dev/pts/0`. */
  readonly name: string;
  /** Next piece, at most `max` characters; '' at the end. Waits while there is nothing yet. */
  read(max?: number): Task<string>;
  /** Waits while there is no room. @throws SystemError EPIPE when nobody can read any more. */
  write(text: string): Task<void>;
  /** Whether read() would answer at once (data or end). */
  readonly isReadable: boolean;
  /** Wakes when isReadable may have become true. */
  readonly readable: Condition;
  /** Position for files; undefined where there is none. */
  seek?(offset: number): void;
  /** Puts back what was read too much, so that the next reader of this description gets it
   *  (`read` and scripts on standard input take a line, not a block). Pipes, files and ttys. */
  unread?(text: string): void;
  readonly tty?: Tty | undefined;
  /** One more descriptor points here. */
  retain(): void;
  /** One descriptor less; the last one closes. */
  release(): void;
}

/** A terminal's line discipline between a screen (master) and processes (slave). */
export interface Tty {
  readonly name: string;
  columns: number;
  rows: number;
  /** Wakes when columns or rows changed (SIGWINCH is sent too). */
  readonly resized: Condition;
  /** Raw: bytes as typed, no echo, no signals from keys. Cooked is the default. */
  setMode(mode: Partial<TtyMode>): void;
  readonly mode: Readonly<TtyMode>;
  /** Process group in the foreground: gets SIGINT, SIGTSTP from keys. */
  foreground: number;
  /** The screen's side: what was typed. */
  input(text: string): void;
  /** The slave side as an open file (each call one more description). */
  open(): OpenFile;
}

export interface TtyMode {
  /** Line by line with erase (canonical). */
  cooked: boolean;
  echo: boolean;
  /** Keys make signals. */
  signals: boolean;
}

export type SignalName =
  | 'HUP'
  | 'INT'
  | 'QUIT'
  | 'ILL'
  | 'TRAP'
  | 'ABRT'
  | 'BUS'
  | 'FPE'
  | 'KILL'
  | 'USR1'
  | 'SEGV'
  | 'USR2'
  | 'PIPE'
  | 'ALRM'
  | 'TERM'
  | 'CHLD'
  | 'CONT'
  | 'STOP'
  | 'TSTP'
  | 'TTIN'
  | 'TTOU'
  | 'URG'
  | 'XCPU'
  | 'XFSZ'
  | 'VTALRM'
  | 'PROF'
  | 'WINCH'
  | 'IO'
  | 'PWR'
  | 'SYS';

/** How a process ended. */
export interface ExitStatus {
  /** 0..255, or 128 + signal number when a signal ended it. */
  readonly code: number;
  readonly signal?: SignalName | undefined;
}

/** A program on disk, found by the name that the executable carries. */
export interface Program {
  readonly name: string;
  run(process: Process): Task<number>;
  /**
   * After a save and restore a live generator is gone. `rerun` starts the program again from its
   * arguments (-w, logs -f, port-forward); otherwise the process gets SIGHUP.
   */
  readonly resume?: 'rerun' | undefined;
}

export interface SpawnOptions {
  readonly argv: readonly string[];
  /** Executable's path for /proc; by default argv[0] is looked up on PATH. */
  readonly path?: string;
  /** Runs this instead of a program from disk (subshells, in-process helpers). */
  readonly body?: (process: Process) => Task<number>;
  readonly env?: ReadonlyMap<string, string>;
  readonly cwd?: string;
  /** Descriptors; they are retained for the child. Default: the parent's 0, 1, 2. */
  readonly fds?: ReadonlyMap<number, OpenFile>;
  readonly credentials?: Credentials;
  readonly umask?: number;
  /** Process group: a number to join, 'new' to lead one; default the parent's. */
  readonly group?: number | 'new';
  /** Starts a new session with this controlling terminal (or none). */
  readonly session?: { readonly tty?: Tty | undefined };
  /** Signals the child ignores from the start. */
  readonly ignore?: readonly SignalName[];
}

/** What execve(2) takes; `path` as in SpawnOptions. */
export interface ExecOptions {
  readonly argv: readonly string[];
  readonly path?: string;
  readonly env?: ReadonlyMap<string, string>;
}

/** A process. Programs get theirs as the one argument of run(). */
export interface Process {
  readonly machine: Machine;
  readonly sim: Sim;
  readonly pid: number;
  readonly ppid: number;
  group: number;
  readonly session: number;
  readonly tty: Tty | undefined;
  readonly argv: readonly string[];
  readonly env: Map<string, string>;
  readonly files: Files;
  readonly fds: Map<number, OpenFile>;
  readonly credentials: Credentials;
  readonly startedAtMs: number;
  /** `busybox` when the program is an applet of it: then it speaks as busybox does. */
  readonly suite: string | undefined;
  /** CPU time that it has used (virtual ms); programs that compute add to it. */
  cpuMs: number;
  /** Bytes that it holds besides its code, as it told by allocate(). */
  readonly heapBytes: number;
  /** Takes memory (or gives it back: negative). Beyond the machine's limit processes are killed. */
  allocate(bytes: number): void;
  readonly status: ExitStatus | undefined;
  /** Wakes when the process ends, stops or continues. */
  readonly changed: Condition;
  readonly isStopped: boolean;
  /** Next piece from descriptor 0 (or another), '' at the end. */
  read(fd?: number, max?: number): Task<string>;
  /** Everything up to the end of descriptor 0 (or another). */
  readAll(fd?: number): Task<string>;
  /** To standard output. A broken pipe ends the process by SIGPIPE. */
  write(text: string): Task<void>;
  /** To standard error. */
  error(text: string): Task<void>;
  writeTo(fd: number, text: string): Task<void>;
  sleep(ms: number): Task<void>;
  /** @throws SystemError ENOENT, EACCES, ENOEXEC when there is nothing to run. */
  spawn(options: SpawnOptions): Process;
  /**
   * Replaces the running program, as execve(2): pid, group, descriptors, folder and ignored signals
   * stay, handlers become 'default', argv and env are the new ones. Never comes back.
   * @throws SystemError ENOENT, EACCES, ENOEXEC, before anything has changed.
   */
  exec(options: ExecOptions): Task<never>;
  /** Waits until the child has ended. */
  wait(child: Process): Task<ExitStatus>;
  /** Ends this process from anywhere inside it. */
  exit(code: number): never;
  /** Sends a signal to this process. */
  kill(signal: SignalName): void;
  /** 'default', 'ignore', or a function called at once when the signal comes. A function should
   *  only note the signal; `interrupted` wakes whatever the process waits for. */
  onSignal(signal: SignalName, action: 'default' | 'ignore' | ((signal: SignalName) => void)): void;
  /** Wakes when a handled signal came. Include it in waits that signals must cut short. */
  readonly interrupted: Condition;
}

/** A machine: the laptop, a node, a container. */
export interface Machine {
  readonly sim: Sim;
  hostname: string;
  /** Root's view of the files. */
  readonly files: Files;
  readonly net: NetworkStack;
  readonly processes: ReadonlyMap<number, Process>;
  /** Programs by name, as executables name them. */
  readonly programs: ReadonlyMap<string, Program>;
  /** Starts a process without a parent (ppid 0 or 1). */
  spawn(options: SpawnOptions): Process;
  /** Sends a signal to every process of a group. */
  killGroup(group: number, signal: SignalName): void;
  /** What uname and /proc say. */
  readonly kernel: { readonly release: string; readonly architecture: string };
  /** Resources that free, top, nproc report. */
  readonly hardware: { readonly cpus: number; readonly memoryBytes: number };
  /** When it was switched on (virtual ms). */
  readonly bootedAtMs: number;
  /** Random values of this machine's world, by name. */
  random(name: string): number;
}

/** One end of a connection. */
export interface Socket {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** As OpenFile: '' at the end. @throws SystemError ECONNRESET. */
  read(max?: number): Task<string>;
  write(text: string): Task<void>;
  /** No more writes from this side; the other side reads the end. */
  shutdown(): void;
  close(): void;
  readonly isReadable: boolean;
  readonly readable: Condition;
}

/** Something that listens on a port. `serve` runs as a task of its own for each connection. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
  /** Who listens (ss, and "who answered"). */
  readonly owner: string;
  serve(socket: Socket): Task<void>;
  /**
   * In-process services may offer themselves without bytes in between: an API server's listener
   * carries its request function here, so that objects pass by reference.
   */
  readonly service?: unknown;
}

export interface Resolution {
  readonly addresses: readonly string[];
  readonly canonicalName?: string | undefined;
}

/** A machine's network: addresses, listening, connecting, names. The cluster's network implements
 *  it for nodes and containers, the playground for the laptop. */
export interface NetworkStack {
  readonly addresses: readonly string[];
  readonly listeners: readonly Listener[];
  /** @throws SystemError EADDRINUSE. Returns how to stop listening. */
  listen(listener: Listener): () => void;
  /** @throws SystemError ECONNREFUSED, ETIMEDOUT (after virtual seconds), EHOSTUNREACH. */
  connect(address: string, port: number, options?: ConnectOptions): Task<Socket>;
  /** Who would answer there, without connecting (routes, NAT applied); undefined: nobody. */
  find(address: string, port: number, protocol?: 'tcp' | 'udp'): Listener | undefined;
  /** Addresses of a name by /etc/hosts and DNS; undefined: no such name. Waits as DNS does. */
  resolve(name: string): Task<Resolution | undefined>;
}

export interface ConnectOptions {
  readonly protocol?: 'tcp' | 'udp';
  readonly timeoutMs?: number;
}

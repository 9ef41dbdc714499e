// A container's log: lines with time and stream, as files under /var/log/containers hold them.
import { utf8Length } from '../../base/bytes';
import { Condition, type Sim, type Task } from '../../base/sim';
import { formatRfc3339Nano } from '../../base/time';
import { Description } from '../../machine/open-file';
import type { LogOptions } from '../api/node-proxy';
import type { TextStream } from '../api/request';

export type LogStream = 'stdout' | 'stderr';

interface Line {
  readonly atMs: number;
  readonly stream: LogStream;
  readonly text: string;
  /** Without the newline that would end it. */
  readonly isPartial: boolean;
}

/** Characters that a log keeps; older lines go as they do when kubelet rotates. */
const limit = 4_000_000;

/** What a container has written. */
export class LogBuffer {
  readonly changed = new Condition();
  /** Attached clients: they get output as it comes. */
  readonly listeners = new Set<(stream: LogStream, text: string) => void>();
  isClosed = false;
  /** What is written now was written before a restore already. */
  isMuted = false;
  #sim: Sim;
  #lines: Line[] = [];
  /** Lines dropped at the front. */
  #dropped = 0;
  #size = 0;
  #open: Record<LogStream, string> = { stdout: '', stderr: '' };

  constructor(sim: Sim) {
    this.#sim = sim;
  }

  append(stream: LogStream, text: string): void {
    if (this.isMuted) return;
    for (const listener of this.listeners) listener(stream, text);
    const parts = (this.#open[stream] + text).split('\n');
    this.#open[stream] = parts.pop() ?? '';
    for (const part of parts) this.#add(stream, part, false);
    if (this.#open[stream].length > 16_384) this.#flush(stream);
    this.changed.wake();
  }

  /** The container has ended: no more will come. */
  close(): void {
    this.#flush('stdout');
    this.#flush('stderr');
    this.isClosed = true;
    this.changed.wake();
  }

  /** Opens for `kubectl logs`. */
  read(options: LogOptions): TextStream {
    return new LogReader(this.#sim, this, options);
  }

  /** Lines from an absolute number on. */
  from(index: number): readonly Line[] {
    return this.#lines.slice(Math.max(index - this.#dropped, 0));
  }

  get end(): number {
    return this.#dropped + this.#lines.length;
  }

  /** What has been written without a newline yet, on both streams. */
  get pending(): string {
    return this.#open.stdout + this.#open.stderr;
  }

  /** The last lines, for termination messages that fall back to the log. */
  tail(lines: number, characters: number): string {
    const text =
      this.#lines
        .slice(-lines)
        .map((line) => `${line.text}\n`)
        .join('') + this.pending;
    return text.slice(-characters);
  }

  snapshot(): unknown {
    return { lines: this.#lines, dropped: this.#dropped, open: this.#open, closed: this.isClosed };
  }

  restore(saved: unknown): void {
    const from = saved as {
      lines: Line[];
      dropped: number;
      open: Record<LogStream, string>;
      closed: boolean;
    };
    this.#lines = [...from.lines];
    this.#dropped = from.dropped;
    this.#open = { ...from.open };
    this.isClosed = from.closed;
  }

  #flush(stream: LogStream): void {
    const rest = this.#open[stream];
    this.#open[stream] = '';
    if (rest !== '') this.#add(stream, rest, true);
  }

  #add(stream: LogStream, text: string, isPartial: boolean): void {
    this.#lines.push({ atMs: this.#sim.now, stream, text, isPartial });
    this.#size += text.length;
    while (this.#size > limit) {
      const gone = this.#lines.splice(0, Math.ceil(this.#lines.length / 4));
      this.#dropped += gone.length;
      for (const line of gone) this.#size -= line.text.length;
    }
  }
}

class LogReader implements TextStream {
  #sim: Sim;
  #log: LogBuffer;
  #options: LogOptions;
  #next: number;
  #bytes = 0;
  #isClosed = false;

  constructor(sim: Sim, log: LogBuffer, options: LogOptions) {
    this.#sim = sim;
    this.#log = log;
    this.#options = options;
    const { sinceMs, tailLines } = options;
    const all = log.from(0);
    let first = log.end - all.length;
    if (sinceMs !== undefined) first += all.filter((line) => line.atMs < sinceMs).length;
    if (tailLines !== undefined) first = Math.max(first, log.end - tailLines);
    this.#next = first;
  }

  *next(): Task<string | undefined> {
    for (;;) {
      if (this.#isClosed) return undefined;
      const lines = this.#log.from(this.#next);
      this.#next = this.#log.end;
      if (lines.length > 0) return this.#limited(lines.map((line) => this.#show(line)).join(''));
      if (!this.#options.follow || this.#log.isClosed) return undefined;
      yield { on: this.#log.changed };
      if (this.#log.from(this.#next).length === 0 && !this.#log.isClosed) continue;
      // Lines come in small groups, as kubelet reads them from the file.
      yield { until: this.#sim.now + 1 };
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#log.changed.wake();
  }

  #show(line: Line): string {
    const stamp = this.#options.timestamps ? `${formatRfc3339Nano(line.atMs)} ` : '';
    return `${stamp}${line.text}${line.isPartial ? '' : '\n'}`;
  }

  #limited(text: string): string | undefined {
    const { limitBytes } = this.#options;
    if (limitBytes === undefined) return text;
    const room = limitBytes - this.#bytes;
    if (room <= 0) return undefined;
    this.#bytes += utf8Length(text);
    return this.#bytes > limitBytes ? text.slice(0, room) : text;
  }
}

/** Standard output or error of a container, as its processes hold it. */
export class LogFile extends Description {
  readonly kind = 'pipe';
  readonly name: string;
  #log: LogBuffer;
  #stream: LogStream;

  constructor(log: LogBuffer, stream: LogStream) {
    super();
    this.#log = log;
    this.#stream = stream;
    this.name = stream === 'stdout' ? 'pipe:[1]' : 'pipe:[2]';
  }

  *read(): Task<string> {
    return '';
  }

  *write(text: string): Task<void> {
    this.#log.append(this.#stream, text);
  }
}

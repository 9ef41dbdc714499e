// RESP, redis's protocol, on both sides.
import type { Task } from '../../../base/sim';
import type { Socket } from '../../../machine/types';
import type { Reply } from './store';

/** Reads lines and counted texts from a connection. */
export class RespReader {
  #socket: Socket;
  #rest = '';

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** A line without its end; undefined when the connection has ended. */
  *line(): Task<string | undefined> {
    for (;;) {
      const at = this.#rest.indexOf('\n');
      if (at >= 0) {
        const line = this.#rest.slice(0, at).replace(/\r$/, '');
        this.#rest = this.#rest.slice(at + 1);
        return line;
      }
      const piece = yield* this.#socket.read();
      if (piece === '') return undefined;
      this.#rest += piece;
    }
  }

  *text(length: number): Task<string> {
    while (this.#rest.length < length + 2) {
      const piece = yield* this.#socket.read();
      if (piece === '') break;
      this.#rest += piece;
    }
    const text = this.#rest.slice(0, length);
    this.#rest = this.#rest.slice(length + 2);
    return text;
  }

  /** A command as clients send it: an array of texts, or a plain line. */
  *command(): Task<readonly string[] | undefined> {
    const line = yield* this.line();
    if (line === undefined) return undefined;
    if (!line.startsWith('*')) return line.split(/\s+/).filter((one) => one !== '');
    const words: string[] = [];
    for (let i = Number(line.slice(1)); i > 0; i--) {
      const head = yield* this.line();
      words.push(yield* this.text(Number(head?.slice(1) ?? 0)));
    }
    return words;
  }

  *reply(): Task<Reply | undefined> {
    const line = yield* this.line();
    if (line === undefined) return undefined;
    const rest = line.slice(1);
    switch (line[0]) {
      case '+':
        return { kind: 'status', text: rest };
      case '-':
        return { kind: 'error', text: rest };
      case ':':
        return { kind: 'integer', value: Number(rest) };
      case '$':
        if (rest === '-1') return { kind: 'nil' };
        return { kind: 'bulk', text: yield* this.text(Number(rest)) };
      default: {
        const items: Reply[] = [];
        for (let i = Number(rest); i > 0; i--) items.push((yield* this.reply()) ?? { kind: 'nil' });
        return { kind: 'array', items };
      }
    }
  }
}

export function encodeCommand(words: readonly string[]): string {
  const texts = words.map((one) => `$${one.length}\r\n${one}\r\n`);
  return `*${words.length}\r\n${texts.join('')}`;
}

export function encodeReply(reply: Reply): string {
  switch (reply.kind) {
    case 'status':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text}\r\n`;
    case 'bulk':
      return `$${reply.text.length}\r\n${reply.text}\r\n`;
    case 'integer':
      return `:${reply.value}\r\n`;
    case 'nil':
      return '$-1\r\n';
    case 'array':
      return `*${reply.items.length}\r\n${reply.items.map(encodeReply).join('')}`;
  }
}

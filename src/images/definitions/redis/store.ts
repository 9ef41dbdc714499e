// redis's data and commands: strings, lists, hashes, sets, expiry. One database.
export type Reply =
  | { readonly kind: 'status' | 'error' | 'bulk'; readonly text: string }
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'nil' }
  | { readonly kind: 'array'; readonly items: readonly Reply[] };

type Value = string | string[] | Map<string, string> | Set<string>;

const ok: Reply = { kind: 'status', text: 'OK' };
const nil: Reply = { kind: 'nil' };
const wrongType = error('WRONGTYPE Operation against a key holding the wrong kind of value');

function error(text: string): Reply {
  return { kind: 'error', text };
}
function bulk(text: string | undefined): Reply {
  return text === undefined ? nil : { kind: 'bulk', text };
}
function integer(value: number): Reply {
  return { kind: 'integer', value };
}
function list(items: readonly string[]): Reply {
  return { kind: 'array', items: items.map(bulk) };
}

/** The data of one server. */
export class RedisStore {
  #values = new Map<string, Value>();
  #expires = new Map<string, number>();
  #now: () => number;
  #info: () => string;

  constructor(now: () => number, info: () => string) {
    this.#now = now;
    this.#info = info;
  }

  get size(): number {
    return this.#values.size;
  }

  /** Carries out one command. */
  run(words: readonly string[]): Reply {
    const [given = '', ...args] = words;
    const name = given.toLowerCase();
    for (const [key, at] of this.#expires) if (at <= this.#now()) this.#remove(key);
    const command = this.#commands[name];
    if (command === undefined) {
      const shown = args.map((one) => `'${one}' `).join('');
      return error(`ERR unknown command '${given}', with args beginning with: ${shown}`);
    }
    const [least, most, run] = command;
    if (args.length < least || args.length > most) {
      return error(`ERR wrong number of arguments for '${name}' command`);
    }
    return run(args);
  }

  #remove(key: string): boolean {
    this.#expires.delete(key);
    return this.#values.delete(key);
  }

  #text(key: string): string | undefined | false {
    const value = this.#values.get(key);
    return value === undefined || typeof value === 'string' ? value : false;
  }

  #add(key: string, by: number): Reply {
    const text = this.#text(key);
    if (text === false) return wrongType;
    if (text !== undefined && !/^-?\d+$/.test(text)) {
      return error('ERR value is not an integer or out of range');
    }
    const sum = Number(text ?? 0) + by;
    this.#values.set(key, String(sum));
    return integer(sum);
  }

  #push(key: string, items: readonly string[], isLeft: boolean): Reply {
    const value = this.#values.get(key) ?? [];
    if (!Array.isArray(value)) return wrongType;
    for (const item of items) isLeft ? value.unshift(item) : value.push(item);
    this.#values.set(key, value);
    return integer(value.length);
  }

  #pop(key: string, isLeft: boolean): Reply {
    const value = this.#values.get(key);
    if (value === undefined) return nil;
    if (!Array.isArray(value)) return wrongType;
    const item = isLeft ? value.shift() : value.pop();
    if (value.length === 0) this.#remove(key);
    return bulk(item);
  }

  #set(args: readonly string[]): Reply {
    const [key = '', text = '', ...options] = args;
    for (let i = 0; i < options.length; i++) {
      const option = options[i]?.toUpperCase();
      if (option === 'NX' && this.#values.has(key)) return nil;
      if (option === 'XX' && !this.#values.has(key)) return nil;
      if (option === 'EX' || option === 'PX') {
        const amount = Number(options[++i]);
        if (!(amount > 0)) return error("ERR invalid expire time in 'set' command");
        this.#expires.set(key, this.#now() + amount * (option === 'EX' ? 1000 : 1));
      } else if (!['NX', 'XX', 'KEEPTTL', 'GET'].includes(option ?? '')) {
        return error('ERR syntax error');
      }
    }
    if (!options.some((one) => /^(EX|PX|KEEPTTL)$/i.test(one))) this.#expires.delete(key);
    this.#values.set(key, text);
    return ok;
  }

  #range(value: readonly string[], from: string, to: string): readonly string[] {
    const at = (text: string) => (Number(text) < 0 ? value.length + Number(text) : Number(text));
    return value.slice(Math.max(at(from), 0), at(to) + 1);
  }

  #hash(key: string): Map<string, string> | undefined | false {
    const value = this.#values.get(key);
    return value === undefined || value instanceof Map ? value : false;
  }

  #members(key: string): Set<string> | undefined | false {
    const value = this.#values.get(key);
    return value === undefined || value instanceof Set ? value : false;
  }

  /** Least and most arguments, and what it does. */
  readonly #commands: Readonly<
    Record<string, readonly [number, number, (args: readonly string[]) => Reply]>
  > = {
    ping: [0, 1, ([text]) => (text === undefined ? { kind: 'status', text: 'PONG' } : bulk(text))],
    echo: [1, 1, ([text]) => bulk(text)],
    select: [1, 1, () => ok],
    auth: [
      1,
      2,
      () =>
        error(
          'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
        ),
    ],
    set: [2, 9, (args) => this.#set(args)],
    setnx: [
      2,
      2,
      ([key = '', text = '']) => {
        if (this.#values.has(key)) return integer(0);
        this.#values.set(key, text);
        return integer(1);
      },
    ],
    get: [
      1,
      1,
      ([key = '']) => {
        const text = this.#text(key);
        return text === false ? wrongType : bulk(text);
      },
    ],
    mset: [
      2,
      1000,
      (args) => {
        for (let i = 0; i + 1 < args.length; i += 2)
          this.#values.set(args[i] ?? '', args[i + 1] ?? '');
        return ok;
      },
    ],
    mget: [
      1,
      1000,
      (args) => ({
        kind: 'array',
        items: args.map((key) => bulk(this.#text(key) || undefined)),
      }),
    ],
    append: [
      2,
      2,
      ([key = '', text = '']) => {
        const old = this.#text(key);
        if (old === false) return wrongType;
        this.#values.set(key, (old ?? '') + text);
        return integer((old ?? '').length + text.length);
      },
    ],
    strlen: [1, 1, ([key = '']) => integer((this.#text(key) || '').length)],
    incr: [1, 1, ([key = '']) => this.#add(key, 1)],
    decr: [1, 1, ([key = '']) => this.#add(key, -1)],
    incrby: [2, 2, ([key = '', by]) => this.#add(key, Number(by))],
    decrby: [2, 2, ([key = '', by]) => this.#add(key, -Number(by))],
    del: [1, 1000, (args) => integer(args.filter((key) => this.#remove(key)).length)],
    exists: [1, 1000, (args) => integer(args.filter((key) => this.#values.has(key)).length)],
    keys: [
      1,
      1,
      ([pattern = '*']) => {
        const regex = new RegExp(
          `^${pattern
            .replace(/[.+^${}()|\\]/g, '\\$&')
            .replace(/\*/g, '.*')
            .replace(/\?/g, '.')}$`,
        );
        return list([...this.#values.keys()].filter((key) => regex.test(key)));
      },
    ],
    type: [
      1,
      1,
      ([key = '']) => {
        const value = this.#values.get(key);
        const text =
          value === undefined
            ? 'none'
            : typeof value === 'string'
              ? 'string'
              : Array.isArray(value)
                ? 'list'
                : value instanceof Map
                  ? 'hash'
                  : 'set';
        return { kind: 'status', text };
      },
    ],
    expire: [
      2,
      3,
      ([key = '', seconds]) => {
        if (!this.#values.has(key)) return integer(0);
        this.#expires.set(key, this.#now() + Number(seconds) * 1000);
        return integer(1);
      },
    ],
    ttl: [
      1,
      1,
      ([key = '']) => {
        if (!this.#values.has(key)) return integer(-2);
        const at = this.#expires.get(key);
        return integer(at === undefined ? -1 : Math.round((at - this.#now()) / 1000));
      },
    ],
    persist: [1, 1, ([key = '']) => integer(this.#expires.delete(key) ? 1 : 0)],
    lpush: [2, 1000, ([key = '', ...items]) => this.#push(key, items, true)],
    rpush: [2, 1000, ([key = '', ...items]) => this.#push(key, items, false)],
    lpop: [1, 1, ([key = '']) => this.#pop(key, true)],
    rpop: [1, 1, ([key = '']) => this.#pop(key, false)],
    llen: [
      1,
      1,
      ([key = '']) => {
        const value = this.#values.get(key) ?? [];
        return Array.isArray(value) ? integer(value.length) : wrongType;
      },
    ],
    lrange: [
      3,
      3,
      ([key = '', from = '0', to = '-1']) => {
        const value = this.#values.get(key) ?? [];
        return Array.isArray(value) ? list(this.#range(value, from, to)) : wrongType;
      },
    ],
    hset: [
      3,
      1000,
      ([key = '', ...pairs]) => {
        const hash = this.#hash(key) ?? new Map<string, string>();
        if (hash === false) return wrongType;
        let added = 0;
        for (let i = 0; i + 1 < pairs.length; i += 2) {
          if (!hash.has(pairs[i] ?? '')) added++;
          hash.set(pairs[i] ?? '', pairs[i + 1] ?? '');
        }
        this.#values.set(key, hash);
        return integer(added);
      },
    ],
    hget: [
      2,
      2,
      ([key = '', field = '']) => {
        const hash = this.#hash(key);
        return hash === false ? wrongType : bulk(hash?.get(field));
      },
    ],
    hgetall: [
      1,
      1,
      ([key = '']) => {
        const hash = this.#hash(key);
        return hash === false ? wrongType : list([...(hash ?? [])].flat());
      },
    ],
    hdel: [
      2,
      1000,
      ([key = '', ...fields]) => {
        const hash = this.#hash(key);
        if (hash === false) return wrongType;
        return integer(fields.filter((one) => hash?.delete(one)).length);
      },
    ],
    sadd: [
      2,
      1000,
      ([key = '', ...items]) => {
        const set = this.#members(key) ?? new Set<string>();
        if (set === false) return wrongType;
        const before = set.size;
        for (const item of items) set.add(item);
        this.#values.set(key, set);
        return integer(set.size - before);
      },
    ],
    smembers: [
      1,
      1,
      ([key = '']) => {
        const set = this.#members(key);
        return set === false ? wrongType : list([...(set ?? [])]);
      },
    ],
    scard: [
      1,
      1,
      ([key = '']) => {
        const set = this.#members(key);
        return set === false ? wrongType : integer(set?.size ?? 0);
      },
    ],
    dbsize: [0, 0, () => integer(this.#values.size)],
    flushall: [0, 1, () => this.#flush()],
    flushdb: [0, 1, () => this.#flush()],
    info: [0, 9, () => bulk(this.#info())],
    config: [1, 9, () => list([])],
    command: [0, 9, () => list([])],
    client: [1, 9, () => ok],
    quit: [0, 0, () => ok],
  };

  #flush(): Reply {
    this.#values.clear();
    this.#expires.clear();
    return ok;
  }
}

// Named random streams: a value depends on the seed and the name alone, never on who asked before.
// So adding a consumer changes nobody else's values, and a restored world goes on alike.

/** cyrb128-style mixing of a string into four 32-bit words. */
function mix(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 597399067);
    b = c ^ Math.imul(b ^ k, 2869860233);
    c = d ^ Math.imul(c ^ k, 951274213);
    d = a ^ Math.imul(d ^ k, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  a ^= b ^ c ^ d;
  return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

const safeAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A source of named random values for one world. Pure: holds nothing but the seed. */
export class Random {
  readonly seed: string;

  constructor(seed: string) {
    this.seed = seed;
  }

  /** 0 <= x < 1, for this name. */
  float(name: string): number {
    const [a, b] = mix(`${this.seed}/${name}`);
    return (a * 2097152 + (b >>> 11)) / 9007199254740992;
  }

  /** 0 <= x < max, a whole number, for this name. */
  below(max: number, name: string): number {
    return Math.floor(this.float(name) * max);
  }

  /** A version 4 UUID for this name. */
  uuid(name: string): string {
    const hex = this.hex(32, name);
    const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) & 3];
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** `length` lower-case hexadecimal digits for this name. */
  hex(length: number, name: string): string {
    let out = '';
    for (let i = 0; out.length < length; i++) {
      for (const word of mix(`${this.seed}/${name}/${i}`))
        out += word.toString(16).padStart(8, '0');
    }
    return out.slice(0, length);
  }

  /** The kind of ending that generated names get (`-x7k2p`): five by default. */
  suffix(name: string, length = 5): string {
    const words = mix(`${this.seed}/${name}`);
    let out = '';
    for (let i = 0; i < length; i++) {
      const word = (words[i & 3] as number) >>> ((i >> 2) * 8);
      out += safeAlphabet[word % safeAlphabet.length];
    }
    return out;
  }
}

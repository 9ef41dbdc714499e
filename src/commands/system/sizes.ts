// Sizes as people read them: 4.9K, 1.2M; and block sizes as ls, du and df take them.
import { quoteAlways } from '../command';

/** Powers of 1024 (`4.9K`) or 1000 (`5.0k`), rounded up, one decimal below 10. */
export function humanSize(bytes: number, base: 1024 | 1000 = 1024): string {
  if (bytes < base) return String(bytes);
  const units = base === 1024 ? 'KMGTPE' : 'kMGTPE';
  let value = bytes;
  let unit = -1;
  while (value >= base && unit < units.length - 1) {
    value /= base;
    unit++;
  }
  const tenths = Math.ceil(value * 10 - 1e-9);
  if (tenths < 100) return `${(tenths / 10).toFixed(1)}${units[unit]}`;
  const whole = Math.ceil(value - 1e-9);
  if (whole >= base && unit < units.length - 1) return `1.0${units[unit + 1]}`;
  return `${whole}${units[unit]}`;
}

/** How --block-size counts. */
export interface BlockSize {
  readonly bytes: number;
  /** Printed after each number: `--block-size=K` does, `--block-size=1K` doesn't. */
  readonly suffix: string;
  readonly human?: 1024 | 1000;
}

/** Reads `1K`, `M`, `512`, `human-readable`, `si`; undefined when it is none. */
export function parseBlockSize(text: string): BlockSize | undefined {
  if (text === 'human-readable') return { bytes: 1, suffix: '', human: 1024 };
  if (text === 'si') return { bytes: 1, suffix: '', human: 1000 };
  const match = /^(\d*)([KkMGTPE]?)(B|iB)?$/.exec(text);
  if (match === null || text === '' || match[0] === 'B') return undefined;
  const [, digits = '', unit = '', tail = ''] = match;
  const power = unit === '' ? 0 : 'KMGTPE'.indexOf(unit.toUpperCase()) + 1;
  const bytes = (digits === '' ? 1 : Number(digits)) * (tail === 'B' ? 1000 : 1024) ** power;
  if (bytes === 0) return undefined;
  return { bytes, suffix: digits === '' ? unit + tail : '' };
}

/** A size in such blocks, rounded up. */
export function inBlocks(bytes: number, size: BlockSize): string {
  if (size.human !== undefined) return humanSize(bytes, size.human);
  return `${Math.ceil(bytes / size.bytes)}${size.suffix}`;
}

/** The size that df and du print in, as their options say in turn; a text is a complaint. */
export function chosenBlockSize(
  given: readonly { readonly key: string; readonly value: string | undefined }[],
): BlockSize | string {
  let size: BlockSize | undefined;
  for (const { key, value } of given) {
    if (key === 'human') size = { bytes: 1, suffix: '', human: 1024 };
    else if (key === 'si') size = { bytes: 1, suffix: '', human: 1000 };
    else if (key === 'bytes') size = { bytes: 1, suffix: '' };
    else if (key === 'k') size = { bytes: 1024, suffix: '' };
    else if (key === 'm') size = { bytes: 1_048_576, suffix: '' };
    else if (key === 'blockSize') {
      size = parseBlockSize(value ?? '');
      if (size === undefined) return `invalid -B argument ${quoteAlways(value ?? '')}`;
    }
  }
  return size ?? { bytes: 1024, suffix: '' };
}

// printf and sprintf: formats applied to awk values.
import { fromBytes, toBytes } from '../../base/bytes';
import { type Conversion, convertNumber, convertText, parseFormat } from './format';
import { AwkRuntimeError, type Runtime } from './runtime';
import { toNumber, type Value } from './values';

const parsed = new Map<string, (string | Conversion)[]>();

/**
 * The formatted text. Where it fails, what is finished by then is given to `partial` first.
 * @throws AwkRuntimeError
 */
export function sprintf(
  runtime: Runtime,
  values: readonly Value[],
  what: string,
  partial: (text: string) => void = () => {},
): string {
  const format = runtime.text(values[0]);
  let parts = parsed.get(format);
  if (parts === undefined) {
    parts = parseFormat(format);
    if (parsed.size > 200) parsed.clear();
    parsed.set(format, parts);
  }
  let out = '';
  let next = 1;
  let count = 0;
  const take = (): Value => {
    if (next >= values.length) {
      partial(out);
      throw new AwkRuntimeError(`not enough arguments passed to ${what}("${format}")`);
    }
    return values[next++];
  };
  for (const part of parts) {
    if (typeof part === 'string') {
      out += part;
      continue;
    }
    count++;
    const { letter } = part;
    if (!'diouxXeEfFgGcs'.includes(letter)) {
      partial(out);
      throw new AwkRuntimeError(`improper conversion(number ${count}) in ${what}("${format}")`);
    }
    let spec = part;
    if (spec.width === '*') {
      const width = Math.trunc(toNumber(take()));
      const flags = width < 0 ? `-${spec.flags}` : spec.flags;
      spec = { ...spec, flags, width: Math.abs(width) };
    }
    if (spec.precision === '*') {
      const precision = Math.trunc(toNumber(take()));
      spec = { ...spec, precision: precision < 0 ? undefined : precision };
    }
    const value = take();
    if (letter === 's') out += convertText(spec, runtime.text(value));
    else if (letter === 'c')
      out += convertText({ ...spec, precision: undefined }, char(runtime, value));
    else out += convertNumber(spec, toNumber(value));
  }
  return out;
}

/** %c: a number is a byte, a string gives its first. */
function char(runtime: Runtime, value: Value): string {
  if (typeof value === 'number') {
    const byte = Math.trunc(value) & 255;
    return String.fromCharCode(byte < 128 ? byte : 0xdc00 + byte);
  }
  const text = runtime.text(value);
  if (text === '') return '\0';
  return text.charCodeAt(0) < 128 ? text.slice(0, 1) : fromBytes(toBytes(text).subarray(0, 1));
}

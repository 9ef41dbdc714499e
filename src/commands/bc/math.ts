// bc -l: sine, cosine, arctangent, logarithm, exponential, to any scale, by their series.
import {
  add,
  type Decimal,
  divide,
  multiply,
  negate,
  ONE,
  rescale,
  subtract,
  ZERO,
} from './number';

const TWO: Decimal = { digits: 2n, scale: 0 };

/** The functions s c a l e. */
export class MathLibrary {
  /** undefined: no function of this name. */
  call(name: string, x: Decimal, scale: number): Decimal | undefined {
    const work = scale + 10;
    switch (name) {
      case 's':
        return rescale(sine(x, work), scale);
      case 'c':
        return rescale(sine(add(x, over(pi(work), TWO, work)), work), scale);
      case 'a':
        return rescale(arctangent(x, work), scale);
      case 'l':
        return rescale(logarithm(x, work, scale), scale);
      case 'e':
        return rescale(exponential(x, work), scale);
      default:
        return undefined;
    }
  }
}

function over(a: Decimal, b: Decimal, scale: number): Decimal {
  return divide(a, b, scale) ?? ZERO;
}

function whole(n: number): Decimal {
  return { digits: BigInt(n), scale: 0 };
}

function pi(scale: number): Decimal {
  return multiply(whole(4), arctangent(ONE, scale + 2), scale);
}

function sine(x: Decimal, scale: number): Decimal {
  const full = multiply(TWO, pi(scale + x.digits.toString().length), scale * 2);
  const turns = over(x, full, 0);
  let angle = subtract(x, multiply(turns, full, scale));
  angle = rescale(angle, scale);
  const square = negate(multiply(angle, angle, scale));
  let term = angle;
  let sum = angle;
  for (let n = 2; term.digits !== 0n; n += 2) {
    term = over(rescale(multiply(term, square, scale), scale), whole(n * (n + 1)), scale);
    sum = add(sum, term);
  }
  return sum;
}

function arctangent(x: Decimal, scale: number): Decimal {
  // Halve the argument until the series is quick: atan x = 2 atan(x / (1 + sqrt(1 + x²))).
  const work = scale + 5;
  let value = rescale(x, work);
  let factor = 1;
  for (let i = 0; i < 6; i++) {
    const root = squareRootOf(add(ONE, multiply(value, value, work)), work);
    value = over(value, add(ONE, root), work);
    factor *= 2;
  }
  const square = negate(rescale(multiply(value, value, work), work));
  let power = value;
  let sum = value;
  for (let n = 3; ; n += 2) {
    power = rescale(multiply(power, square, work), work);
    const term = over(power, whole(n), work);
    if (term.digits === 0n) return multiply(sum, whole(factor), work);
    sum = add(sum, term);
  }
}

function squareRootOf(a: Decimal, scale: number): Decimal {
  const n = rescale(a, 2 * scale).digits;
  let x = n;
  for (let y = (x + 1n) / 2n; y < x; ) {
    x = y;
    y = (x + n / x) / 2n;
  }
  return { digits: x, scale };
}

function logarithm(x: Decimal, work: number, scale: number): Decimal {
  if (x.digits <= 0n) return { digits: 1n - 10n ** BigInt(scale), scale: 0 };
  let value = rescale(x, work);
  let factor = 2;
  const limit: Decimal = { digits: 11n, scale: 1 };
  const low: Decimal = { digits: 9n, scale: 1 };
  while (subtract(value, limit).digits > 0n || subtract(low, value).digits > 0n) {
    value = squareRootOf(value, work);
    factor *= 2;
  }
  const ratio = over(subtract(value, ONE), add(value, ONE), work);
  const square = rescale(multiply(ratio, ratio, work), work);
  let power = ratio;
  let sum = ratio;
  for (let n = 3; ; n += 2) {
    power = rescale(multiply(power, square, work), work);
    const term = over(power, whole(n), work);
    if (term.digits === 0n) return multiply(sum, whole(factor), work);
    sum = add(sum, term);
  }
}

function exponential(x: Decimal, scale: number): Decimal {
  const isNegative = x.digits < 0n;
  let value = rescale(isNegative ? negate(x) : x, scale);
  let squarings = 0;
  while (subtract(value, ONE).digits > 0n) {
    value = over(value, TWO, scale + squarings);
    squarings++;
  }
  const work = scale + squarings + 5;
  let term: Decimal = ONE;
  let sum: Decimal = ONE;
  for (let n = 1; ; n++) {
    term = over(rescale(multiply(term, value, work), work), whole(n), work);
    if (term.digits === 0n) break;
    sum = add(sum, term);
  }
  for (let i = 0; i < squarings; i++) sum = rescale(multiply(sum, sum, work), work);
  return isNegative ? over(ONE, sum, scale) : sum;
}

// factor: prime factors.
import { defineCommand, quoteLocale } from './command';

export default defineCommand({
  name: 'factor',
  summary: { en: 'Print the prime factors of numbers.', es: 'Muestra los factores primos.' },
  options: { exponents: ['-h, --exponents', 'print p^e instead of repeated factors'] },
  operands: '[NUMBER]...',
  *run(ctx) {
    let words = ctx.operands;
    if (words.length === 0) {
      const text = yield* ctx.stdin().all();
      words = text.split(/\s+/).filter((w) => w !== '');
    }
    for (const word of words) {
      if (!/^\+?\d+$/.test(word.trim())) {
        yield* ctx.fail(`${quoteLocale(word)} is not a valid positive integer`);
        continue;
      }
      const n = BigInt(word.trim().replace('+', ''));
      const factors = primeFactors(n);
      yield* ctx.out(`${n}:${factors.map((f) => ` ${f}`).join('')}\n`);
    }
    return ctx.status;
  },
});

function primeFactors(n: bigint): bigint[] {
  if (n < 2n) return [];
  const factors: bigint[] = [];
  let rest = n;
  for (let p = 2n; p < 100000n && p * p <= rest; p += p === 2n ? 1n : 2n) {
    while (rest % p === 0n) {
      factors.push(p);
      rest /= p;
    }
  }
  if (rest > 1n) factors.push(...split(rest));
  return factors.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Pollard's rho for what trial division has left. */
function split(n: bigint): bigint[] {
  if (n < 10_000_000_000n || isPrime(n)) return [n];
  for (let c = 1n; ; c++) {
    let x = 2n;
    let y = 2n;
    let d = 1n;
    while (d === 1n) {
      x = (x * x + c) % n;
      y = (y * y + c) % n;
      y = (y * y + c) % n;
      d = gcd(x > y ? x - y : y - x, n);
    }
    if (d !== n) return [...split(d), ...split(n / d)];
  }
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Miller-Rabin with enough bases for 64-bit numbers. */
function isPrime(n: bigint): boolean {
  let d = n - 1n;
  let s = 0;
  while (d % 2n === 0n) {
    d /= 2n;
    s++;
  }
  for (const a of [2n, 3n, 5n, 7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n, 37n]) {
    if (n === a) return true;
    let x = power(a, d, n);
    if (x === 1n || x === n - 1n) continue;
    let isComposite = true;
    for (let i = 1; i < s && isComposite; i++) {
      x = (x * x) % n;
      if (x === n - 1n) isComposite = false;
    }
    if (isComposite) return false;
  }
  return true;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let b = base % modulus;
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * b) % modulus;
    b = (b * b) % modulus;
  }
  return result;
}

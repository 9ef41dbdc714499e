// Mathematical built-ins.
import { described } from './paths';
import { fail, type Json } from './values';

type Native = (v: Json, args: readonly Json[]) => Json;

function one(name: string, f: (x: number) => number): [string, Native] {
  return [
    `${name}/0`,
    (v) => (typeof v === 'number' ? f(v) : fail(`${described(v)} number required`)),
  ];
}

function two(name: string, f: (a: number, b: number) => number): [string, Native] {
  return [
    `${name}/2`,
    (_, [a = null, b = null]) => {
      if (typeof a !== 'number') return fail(`${described(a)} number required`);
      return typeof b === 'number' ? f(a, b) : fail(`${described(b)} number required`);
    },
  ];
}

/** To the nearest, halves to even. */
function nearest(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** To the nearest, halves away from zero. */
function round(x: number): number {
  return Math.sign(x) * Math.round(Math.abs(x));
}

function frexp(x: number): [number, number] {
  if (x === 0 || !Number.isFinite(x)) return [x, 0];
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1);
  let fraction = x * 2 ** -exponent;
  while (Math.abs(fraction) < 0.5) {
    fraction *= 2;
    exponent--;
  }
  while (Math.abs(fraction) >= 1) {
    fraction /= 2;
    exponent++;
  }
  return [fraction, exponent];
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function lgamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  const z = x - 1;
  let sum = 0.99999999999980993;
  LANCZOS.forEach((c, i) => {
    sum += c / (z + i + 1);
  });
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

const isNumber = (v: Json): number =>
  typeof v === 'number' ? v : fail(`${described(v)} number required`);

export const MATH: Readonly<Record<string, Native>> = Object.fromEntries([
  ...(
    'floor ceil sqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh cbrt exp ' +
    'log log10 log2 log1p expm1 trunc'
  )
    .split(' ')
    .map((name) => one(name, Math[name as 'floor'])),
  one('round', round),
  one('nearbyint', nearest),
  one('rint', nearest),
  one('fabs', Math.abs),
  one('exp2', (x) => 2 ** x),
  one('exp10', (x) => 10 ** x),
  one('logb', (x) => (x === 0 ? Number.NEGATIVE_INFINITY : frexp(x)[1] - 1)),
  one('significand', (x) => (x === 0 ? x : frexp(x)[0] * 2)),
  one('gamma', lgamma),
  one('lgamma', lgamma),
  one('tgamma', (x) => Math.exp(lgamma(x))),
  two('pow', (a, b) => a ** b),
  two('atan2', Math.atan2),
  two('fmin', Math.min),
  two('fmax', Math.max),
  two('fmod', (a, b) => a % b),
  two('hypot', Math.hypot),
  two('ldexp', (a, b) => a * 2 ** b),
  two('scalb', (a, b) => a * 2 ** b),
  two('scalbln', (a, b) => a * 2 ** b),
  two('drem', (a, b) => a - b * nearest(a / b)),
  ['infinite/0', () => Number.POSITIVE_INFINITY],
  ['nan/0', () => Number.NaN],
  ['null/0', () => null],
  ['true/0', () => true],
  ['false/0', () => false],
  ['isinfinite/0', (v: Json) => Math.abs(isNumber(v)) === Number.POSITIVE_INFINITY],
  ['isnan/0', (v: Json) => Number.isNaN(isNumber(v))],
  ['isnormal/0', (v: Json) => Number.isFinite(isNumber(v)) && v !== 0],
  ['frexp/0', (v: Json) => frexp(isNumber(v))],
  ['modf/0', (v: Json) => [isNumber(v) - Math.trunc(isNumber(v)), Math.trunc(isNumber(v))]],
] as [string, Native][]);

/** How Go prints floating-point numbers where YAML and templates show them. */

/** strconv.FormatFloat(x, 'g', -1, 64): the shortest text; an exponent below 1e-4 and from 1e6. */
export function goFloat(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x > 0 ? '+Inf' : '-Inf';
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  const text = x.toExponential();
  const at = text.indexOf('e');
  const exponent = Number(text.slice(at + 1));
  if (exponent >= -4 && exponent < 6) return plainDecimal(x);
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${text.slice(0, at)}e${exponent < 0 ? '-' : '+'}${size}`;
}

function plainDecimal(x: number): string {
  const text = String(x);
  return text.includes('e') ? x.toFixed(20).replace(/0+$/, '') : text;
}

// yq's operators on strings and encodings.
import { isScalar, isSeq, type Node } from 'yaml';
import { decodeBase64, encodeBase64 } from '../../base/base64';
import { isTruthy, resolved, scalarText, YqError } from './candidate';
import { parseYaml } from './documents';
import { evaluate, fresh } from './evaluate';
import { itemsOf, type Operator, one, scalar, withArg } from './operator';
import { jsonText, yamlText } from './output';
import type { Ast } from './parser';
import { type Plain, toNode, toPlain } from './values';

function regex(text: string): RegExp {
  const inline = /^\(\?([is]+)\)/.exec(text);
  try {
    return new RegExp(inline ? text.slice(inline[0].length) : text, `g${inline?.[1] ?? ''}`);
  } catch {
    throw new YqError(`error parsing regexp: ${text}`);
  }
}

/** Arguments that are separated by commas. */
function listed(args: readonly Ast[]): readonly Ast[] {
  const [only] = args;
  if (only?.kind !== 'binary' || only.op !== ',') return args;
  return [...listed([only.left]), only.right];
}

const substitute: Operator = (args, input, scope) =>
  input.map((c) => {
    const [re, text] = listed(args);
    const find = (a: Ast | undefined): string => {
      const found = a && evaluate(a, [c], scope)[0];
      return found === undefined ? '' : scalarText(found.node);
    };
    const replacement = find(text).replace(/\$\{(\w+)\}/g, '$$$1');
    return fresh(scalar(scalarText(resolved(c)).replace(regex(find(re)), replacement)), c);
  });

const envValue =
  (isText: boolean): Operator =>
  ([name], input, scope) => {
    const key = name?.kind === 'value' ? String(name.value) : '';
    const value = scope.env.get(key);
    if (value === undefined) {
      throw new YqError(`value for env variable '${key}' not provided in env()`);
    }
    const make = (): Node => (isText ? scalar(value) : parseYaml(value));
    return input.length === 0 ? [fresh(make(), undefined)] : input.map((c) => fresh(make(), c));
  };

export const TEXT_FUNCTIONS: Readonly<Record<string, Operator>> = {
  join: withArg((node, arg) =>
    scalar(
      itemsOf(node)
        .map((x) => (isTruthy(x) || scalarText(x) === 'false' ? scalarText(x) : ''))
        .join(scalarText(arg)),
    ),
  ),
  split: withArg((node, arg) => toNode(scalarText(node).split(scalarText(arg)))),
  test: withArg((node, arg) => scalar(regex(scalarText(arg)).test(scalarText(node)))),
  match: withArg((node, arg) => {
    const found = regex(scalarText(arg)).exec(scalarText(node));
    if (found === null) return scalar(null);
    return toNode(
      new Map<string, Plain>([
        ['string', found[0]],
        ['offset', found.index],
        ['length', found[0].length],
        ['captures', found.slice(1).map((s) => new Map<string, Plain>([['string', s]]))],
      ]),
    );
  }),
  capture: withArg((node, arg) => {
    const groups = regex(scalarText(arg)).exec(scalarText(node))?.groups ?? {};
    return toNode(new Map(Object.entries(groups)));
  }),
  sub: substitute,
  upcase: one((node) => scalar(scalarText(node).toUpperCase())),
  ascii_upcase: one((node) => scalar(scalarText(node).toUpperCase())),
  downcase: one((node) => scalar(scalarText(node).toLowerCase())),
  ascii_downcase: one((node) => scalar(scalarText(node).toLowerCase())),
  trim: one((node) => scalar(scalarText(node).trim())),
  to_string: one((node) => scalar(isScalar(node) ? scalarText(node) : yamlText(node).trimEnd())),
  to_number: one((node) => scalar(Number(scalarText(node)))),
  env: envValue(false),
  strenv: envValue(true),
  envsubst: (_, input, scope) =>
    input.map((c) => {
      const text = scalarText(resolved(c)).replace(
        /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
        (_all, a?: string, other?: string, b?: string) =>
          scope.env.get(a ?? b ?? '') || (other ?? ''),
      );
      return fresh(scalar(text), c);
    }),
  to_json: one((node) => scalar(jsonText(toPlain(node), '  '))),
  tojson: one((node) => scalar(jsonText(toPlain(node), '  '))),
  '@json': one((node) => scalar(jsonText(toPlain(node), ''))),
  to_yaml: one((node) => scalar(yamlText(node))),
  '@yaml': one((node) => scalar(yamlText(node))),
  from_yaml: one((node) => parseYaml(scalarText(node))),
  from_json: one((node) => parseYaml(scalarText(node))),
  '@yamld': one((node) => parseYaml(scalarText(node))),
  '@jsond': one((node) => parseYaml(scalarText(node))),
  '@base64': one((node) => scalar(encodeBase64(scalarText(node)))),
  '@base64d': one((node) => scalar(decodeBase64(scalarText(node)) ?? '')),
  '@uri': one((node) => scalar(encodeURIComponent(scalarText(node)))),
  '@sh': one((node) => scalar(`'${scalarText(node).replaceAll("'", "'\\''")}'`)),
  '@csv': one((node) => scalar(rows(node, ','))),
  '@tsv': one((node) => scalar(rows(node, '\t'))),
};

function rows(node: Node, separator: string): string {
  const list = itemsOf(node);
  const lines = list.every((x) => isSeq(x)) ? list.map(itemsOf) : [list];
  return lines
    .map((cells) =>
      cells
        .map((x) => {
          const text = scalarText(x);
          return /[",\n]/.test(text) && separator === ','
            ? `"${text.replaceAll('"', '""')}"`
            : text;
        })
        .join(separator),
    )
    .join('\n');
}

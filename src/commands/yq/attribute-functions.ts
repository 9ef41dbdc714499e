// yq's operators that tell about a node: tag, style, comments, position.
import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { type Candidate, resolved, tagOf } from './candidate';
import { fresh } from './evaluate';
import { type Operator, one, scalar } from './operator';

function commentText(text: string | null | undefined): string {
  return (text ?? '').replace(/^ /gm, '').trim();
}

function headComment(c: Candidate): string {
  const node = c.node;
  const first = isMap(node) ? (node.items[0]?.key as Node | undefined) : undefined;
  const own =
    node.commentBefore ??
    (c.isRoot ? (c.origin?.document.commentBefore ?? first?.commentBefore) : undefined);
  return commentText(own);
}

export const ATTRIBUTE_FUNCTIONS: Readonly<Record<string, Operator>> = {
  tag: (_, input) => input.map((c) => fresh(scalar(tagOf(resolved(c))), c)),
  type: (_, input) => input.map((c) => fresh(scalar(tagOf(resolved(c))), c)),
  kind: one((node) => scalar(isMap(node) ? 'map' : isSeq(node) ? 'seq' : 'scalar')),
  anchor: (_, input) =>
    input.map((c) =>
      fresh(
        scalar(isScalar(c.node) || isMap(c.node) || isSeq(c.node) ? (c.node.anchor ?? '') : ''),
        c,
      ),
    ),
  alias: (_, input) => input.map((c) => fresh(scalar(isAlias(c.node) ? c.node.source : ''), c)),
  style: one((node) => {
    if (isMap(node) || isSeq(node)) return scalar(node.flow ? 'flow' : '');
    const names: Readonly<Record<string, string>> = {
      QUOTE_DOUBLE: 'double',
      QUOTE_SINGLE: 'single',
      BLOCK_LITERAL: 'literal',
      BLOCK_FOLDED: 'folded',
    };
    return scalar(isScalar(node) ? (names[node.type ?? ''] ?? '') : '');
  }),
  lineComment: (_, input) => input.map((c) => fresh(scalar(commentText(c.node.comment)), c)),
  line_comment: (_, input) => input.map((c) => fresh(scalar(commentText(c.node.comment)), c)),
  headComment: (_, input) => input.map((c) => fresh(scalar(headComment(c)), c)),
  head_comment: (_, input) => input.map((c) => fresh(scalar(headComment(c)), c)),
  footComment: (_, input) =>
    input.map((c) => fresh(scalar(c.isRoot ? commentText(c.origin?.document.comment) : ''), c)),
  line: (_, input) => input.map((c) => fresh(scalar(c.origin?.lineOf(c.node) ?? 0), c)),
  column: (_, input) => input.map((c) => fresh(scalar(c.origin?.columnOf(c.node) ?? 0), c)),
  documentIndex: (_, input) => input.map((c) => fresh(scalar(c.origin?.documentIndex ?? 0), c)),
  document_index: (_, input) => input.map((c) => fresh(scalar(c.origin?.documentIndex ?? 0), c)),
  di: (_, input) => input.map((c) => fresh(scalar(c.origin?.documentIndex ?? 0), c)),
  fileIndex: (_, input) => input.map((c) => fresh(scalar(c.origin?.fileIndex ?? 0), c)),
  file_index: (_, input) => input.map((c) => fresh(scalar(c.origin?.fileIndex ?? 0), c)),
  fi: (_, input) => input.map((c) => fresh(scalar(c.origin?.fileIndex ?? 0), c)),
  filename: (_, input) => input.map((c) => fresh(scalar(c.origin?.filename ?? ''), c)),
};

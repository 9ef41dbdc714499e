// Reading documents for yq.
import { Document, isNode, LineCounter, type Node, parseAllDocuments, Scalar } from 'yaml';
import { Candidate, type Origin, YqError } from './candidate';

/** All documents of a text as places. @throws YqError for bad YAML */
export function readDocuments(
  text: string,
  from: { readonly fileIndex: number; readonly filename: string; readonly firstIndex: number },
): Candidate[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    uniqueKeys: false,
    logLevel: 'silent',
    merge: false,
  });
  const documents = Array.isArray(parsed) ? parsed : [new Document(null)];
  return (documents.length === 0 ? [new Document(null)] : documents).map((document, i) => {
    const [problem] = document.errors;
    if (problem !== undefined) {
      const line = problem.linePos?.[0].line ?? 1;
      const message = problem.message.replace(/ at line [\s\S]*$/, '');
      throw new YqError(
        `bad file '${from.filename}': yaml: line ${line}: ${message.toLowerCase()}`,
      );
    }
    const origin: Origin = {
      document,
      documentIndex: from.firstIndex + i,
      fileIndex: from.fileIndex,
      filename: from.filename,
      lineOf: (node) => lines.linePos(node.range?.[0] ?? 0).line,
      columnOf: (node) => lines.linePos(node.range?.[0] ?? 0).col,
    };
    if (!isNode(document.contents)) document.contents = new Scalar(null) as never;
    return new Candidate(document.contents as Node, origin);
  });
}

/** A text as one node. */
export function parseYaml(text: string): Node {
  const [first] = readDocuments(text, { fileIndex: 0, filename: '-', firstIndex: 0 });
  return first?.node ?? new Scalar(null);
}

// The rules of TYPE, NAME and TYPE/NAME arguments.
import { fail } from '../framework/errors';

/** Arguments taken apart. */
export interface ResourceArguments {
  /** From TYPE/NAME arguments. */
  readonly tuples: readonly { readonly type: string; readonly name: string }[];
  readonly types: readonly string[];
  readonly names: readonly string[];
}

/** Text for a command that got neither arguments nor files. */
export const nothingGiven =
  'You must provide one or more resources by argument or filename.\n' +
  'Example resource specifications include:\n' +
  "   '-f rsrc.yaml'\n" +
  "   '--filename=rsrc.json'\n" +
  "   '<resource> <name>'\n" +
  "   '<resource>'";

/** Reads resource arguments; `expand` replaces categories by their kinds. @throws PlainError */
export function readArguments(
  args: readonly string[],
  expand: (word: string) => readonly string[] | undefined,
): ResourceArguments {
  const withSlash = args.filter((arg) => arg.includes('/')).length;
  if (withSlash > 0 && withSlash < args.length) {
    fail(
      'there is no need to specify a resource type as a separate argument when passing ' +
        "arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead " +
        "of 'kubectl get resource resource/<resource_name>'",
    );
  }
  if (withSlash > 0) return { tuples: args.map(readTuple), types: [], names: [] };
  const [first, ...names] = args;
  if (first === undefined) return { tuples: [], types: [], names: [] };
  const types = splitTypes(first).flatMap((word) => expand(word) ?? [word]);
  return { tuples: [], types: [...new Set(types)], names };
}

function readTuple(arg: string): { type: string; name: string } {
  const parts = arg.split('/');
  if (parts.length !== 2) {
    fail('arguments in resource/name form may not have more than one slash');
  }
  const [type = '', name = ''] = parts;
  if (type === '' || name === '' || splitTypes(type).length !== 1) {
    fail('arguments in resource/name form must have a single resource and name');
  }
  return { type, name };
}

function splitTypes(word: string): string[] {
  return [...new Set(word.split(','))];
}

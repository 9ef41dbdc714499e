// How answers look as text: the order of Go's structs, pretty for people, YAML when asked for.
import { goJson, isObject } from '../../../base/json';
import { printYaml } from '../../../base/yaml';
import type { ApiError } from '../errors';
import type { HttpApiAnswer, HttpApiRequest } from '../request';

/** Fields that come first, in this order; the others keep theirs. */
const first = ['kind', 'apiVersion', 'metadata', 'spec', 'status'];
const metadataOrder = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

type Fields = Readonly<Record<string, unknown>>;

function ordered(fields: Fields, order: readonly string[]): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const key of order) if (fields[key] !== undefined) out[key] = fields[key];
  for (const key of Object.keys(fields).sort()) if (!(key in out)) out[key] = fields[key];
  return out;
}

/** An object with its fields as the API writes them; items of built-in lists carry no kind. */
export function wireForm(value: unknown): unknown {
  if (!isObject(value)) return value;
  const out = ordered(value, first);
  if (isObject(out.metadata)) out.metadata = wireMetadata(out.metadata);
  if (Array.isArray(out.items)) {
    const { items, ...rest } = out;
    const isPartial = String(out.kind).startsWith('PartialObjectMetadata');
    return { ...rest, items: items.map((item) => wireItem(item, isPartial)) };
  }
  if (Array.isArray(out.rows)) {
    out.rows = out.rows.map((row: Fields) => ({
      cells: row.cells,
      object: row.object === undefined ? null : wireForm(row.object),
    }));
  }
  return out;
}

function wireItem(item: unknown, keepsKind: boolean): unknown {
  const form = wireForm(item) as Record<string, unknown>;
  if (keepsKind) return form;
  const { kind, apiVersion, ...rest } = form;
  const isCustom = String(apiVersion).includes('/') && !isBuiltIn(String(apiVersion));
  return isCustom ? { kind, apiVersion, ...rest } : rest;
}

function isBuiltIn(apiVersion: string): boolean {
  return /^(apps|batch|policy|autoscaling|[a-z.]+\.k8s\.io)\//.test(apiVersion);
}

function wireMetadata(metadata: Fields): Fields {
  const out = ordered(metadata, metadataOrder);
  if (out.uid === '') delete out.uid;
  return out;
}

/** Whether an answer is laid out for people, as for curl and browsers. */
export function isPretty(
  request: HttpApiRequest,
  query: Readonly<Record<string, string>>,
): boolean {
  if (query.pretty !== undefined)
    return ['1', 't', 'true', 'T', 'TRUE', 'True'].includes(query.pretty);
  return /^(curl|Wget|Mozilla\/5\.0)/.test(request.headers['user-agent'] ?? '');
}

/** A value as JSON text. */
export function jsonText(value: unknown, pretty: boolean): string {
  return pretty
    ? goJson(value, { indent: 2, keepOrder: true })
    : `${goJson(value, { keepOrder: true })}\n`;
}

/** Formats that Accept may ask for; undefined: none that we have. */
export function formatOf(accept: string | undefined): 'json' | 'yaml' | undefined {
  if (!accept) return 'json';
  for (const part of accept.split(',')) {
    const type = part.split(';')[0]?.trim() ?? '';
    if (['application/json', '*/*', 'application/*', ''].includes(type)) return 'json';
    if (type === 'application/yaml') return 'yaml';
  }
  return undefined;
}

/** An object as an answer. */
export function objectAnswer(
  code: number,
  object: unknown,
  how: { readonly pretty: boolean; readonly yaml?: boolean; readonly warnings?: readonly string[] },
): HttpApiAnswer {
  const form = wireForm(object);
  const warnings = (how.warnings ?? []).map((text) => `299 - ${JSON.stringify(text)}`);
  return {
    code,
    headers: {
      'content-type': how.yaml ? 'application/yaml' : 'application/json',
      ...(warnings.length > 0 ? { warning: warnings.join(', ') } : {}),
    },
    body: how.yaml ? printYaml(form) : jsonText(form, how.pretty),
  };
}

/** A refusal as an answer. */
export function refusal(error: ApiError, pretty: boolean): HttpApiAnswer {
  const { details, ...rest } = error.status;
  const { name, group, kind, uid, causes, retryAfterSeconds } = details ?? {};
  const ordered = details && { name, group, kind, uid, causes, retryAfterSeconds };
  const { code, ...front } = rest;
  const body = jsonText({ ...front, ...(ordered ? { details: ordered } : {}), code }, pretty);
  return { code: error.code, headers: { 'content-type': 'application/json' }, body };
}

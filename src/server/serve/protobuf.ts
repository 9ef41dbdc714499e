// Bodies in Kubernetes' protobuf, which typed clients in Go send, as the objects they stand for.
import fields from './generated/proto-fields.json';
import { bytesIn, doubleIn, integerIn, readWire, textIn, type WireField } from './protobuf-wire';

/** What the table of fields says; see proto-fields.go. */
interface Table {
  readonly kinds: Readonly<Record<string, number>>;
  readonly messages: readonly Readonly<Record<string, string>>[];
  readonly special: Readonly<Record<string, string>>;
}

const table: Table = fields;

type Fields = Record<string, unknown>;

const magic = Buffer.from('k8s\0');

/** The object in a body; undefined when it is none or of a kind that nobody knows. */
export function objectInProtobuf(body: Buffer): Fields | undefined {
  if (!body.subarray(0, magic.length).equals(magic)) return undefined;
  try {
    const envelope = readWire(body.subarray(magic.length));
    const [typeMeta, raw] = [1, 2].map((number) => envelope.find((one) => one.number === number));
    const names = typeMeta === undefined ? [] : readWire(bytesIn(typeMeta));
    const name = (number: number) => names.find((one) => one.number === number);
    const apiVersion = textOf(name(1));
    const kind = textOf(name(2));
    const index = table.kinds[`${apiVersion} ${kind}`];
    if (index === undefined) return undefined;
    const object = raw === undefined ? {} : (message(index, bytesIn(raw)) as Fields);
    return { kind, apiVersion, ...object };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function textOf(field: WireField | undefined): string {
  return field === undefined ? '' : textIn(field);
}

function message(index: number, bytes: Buffer): unknown {
  const wire = readWire(bytes);
  const special = table.special[index];
  if (special !== undefined) return specialValue(special, wire);
  const known = table.messages[index] ?? {};
  const object: Fields = {};
  for (const field of wire) {
    const [name = '', kind = ''] = (known[field.number] ?? '').split(' ');
    if (kind === '') continue;
    if (name === '') Object.assign(object, value(kind, field));
    else put(object, { name, kind }, field);
  }
  return object;
}

function put(
  object: Fields,
  { name, kind }: { readonly name: string; readonly kind: string },
  field: WireField,
): void {
  const isOptional = kind.startsWith('?');
  const bare = isOptional ? kind.slice(1) : kind;
  if (bare.startsWith('[]')) {
    const list = (object[name] ?? []) as unknown[];
    list.push(value(bare.slice(2), field));
    object[name] = list;
  } else if (bare.startsWith('{}')) {
    const entry = readWire(bytesIn(field));
    const map = (object[name] ?? {}) as Fields;
    const content = entry.find((one) => one.number === 2);
    const key = textOf(entry.find((one) => one.number === 1));
    map[key] = content === undefined ? '' : value(bare.slice(2), content);
    object[name] = map;
  } else {
    const found = value(bare, field);
    const isZero = found === '' || found === 0 || found === false;
    if (found !== undefined && !(isOptional && isZero)) object[name] = found;
  }
}

function value(kind: string, field: WireField): unknown {
  switch (kind) {
    case 's':
      return textIn(field);
    case 'b':
      return integerIn(field) !== 0;
    case 'i':
      return integerIn(field);
    case 'd':
      return doubleIn(field);
    case 'y':
      return bytesIn(field).toString('base64');
    default:
      // Lists of lists, as names that stand for several values.
      if (kind.startsWith('[]')) return [value(kind.slice(2), field)];
      return message(Number(kind), bytesIn(field));
  }
}

/** Messages that JSON writes as something else than an object. */
function specialValue(name: string, wire: readonly WireField[]): unknown {
  const field = (number: number) => wire.find((one) => one.number === number);
  const number = (of: WireField | undefined) => (of === undefined ? 0 : integerIn(of));
  const [first, second, third] = [field(1), field(2), field(3)];
  switch (name) {
    case 'Time':
      return first === undefined ? undefined : timeText(number(first), '');
    case 'MicroTime': {
      if (first === undefined) return undefined;
      const micros = Math.floor(number(second) / 1000);
      return timeText(number(first), `.${String(micros).padStart(6, '0')}`);
    }
    case 'IntOrString':
      return number(first) === 0 ? number(second) : textOf(third);
    case 'Quantity':
      return textOf(first) || '0';
    case 'Duration':
      return `${number(first) / 1e9}s`;
    case 'RawExtension':
    case 'FieldsV1':
      return first === undefined ? undefined : JSON.parse(textIn(first));
    default:
      return wire.filter((one) => one.number === 1).map(textIn);
  }
}

function timeText(seconds: number, fraction: string): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, `${fraction}Z`);
}

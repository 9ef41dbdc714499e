// Protobuf on the wire: numbered fields, without knowing what they mean.

export interface WireField {
  readonly number: number;
  /** A varint, or the bytes of anything else. */
  readonly value: bigint | Buffer;
}

/** The fields of a message, in their order. @throws RangeError when it is broken */
export function readWire(bytes: Buffer): WireField[] {
  const found: WireField[] = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const piece = (length: number) => {
    if (length > bytes.length - at) throw new RangeError('a field is cut off');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >> 3;
    switch (tag & 7) {
      case 0:
        found.push({ number, value: varint() });
        break;
      case 1:
        found.push({ number, value: piece(8) });
        break;
      case 2:
        found.push({ number, value: piece(Number(varint())) });
        break;
      case 5:
        found.push({ number, value: piece(4) });
        break;
      default:
        throw new RangeError('a field of an unknown type');
    }
  }
  return found;
}

export function bytesIn({ value }: WireField): Buffer {
  if (typeof value === 'bigint') throw new RangeError('a number where bytes belong');
  return value;
}

export function textIn(field: WireField): string {
  return bytesIn(field).toString('utf8');
}

/** A number; negative ones have all 64 bits. */
export function integerIn({ value }: WireField): number {
  if (typeof value !== 'bigint') throw new RangeError('bytes where a number belongs');
  return Number(BigInt.asIntN(64, value));
}

export function doubleIn(field: WireField): number {
  const bytes = bytesIn(field);
  return bytes.length === 4 ? bytes.readFloatLE(0) : bytes.readDoubleLE(0);
}

import { maskedCrc32c } from './crc32c.js';

/** What a TensorBoard event says besides its time and step. */
export type EventContent =
  /** First event of a file. */
  | { readonly fileVersion: 'brain.Event:2' }
  /** Training starts anew at this step: TensorBoard forgets what older files hold from it on. */
  | { readonly sessionStart: true }
  | { readonly scalars: Readonly<Record<string, number>> };

const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

function fixed(bytes: 4 | 8, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(bytes);
  write(buffer);
  return buffer;
}

/** One protobuf field: its key, and its payload with a length where the wire type has one. */
function field(number: number, wire: keyof typeof WIRE, payload: Buffer): Buffer {
  const key = varint(number * 8 + WIRE[wire]);
  return wire === 'bytes' ? Buffer.concat([key, varint(payload.length), payload]) : Buffer.concat([key, payload]);
}

/** tensorflow.Summary {repeated Value value = 1 {string tag = 1; float simple_value = 2}}. */
function summary(scalars: Readonly<Record<string, number>>): Buffer {
  return Buffer.concat(
    Object.entries(scalars).map(([tag, value]) =>
      field(
        1,
        'bytes',
        Buffer.concat([
          field(1, 'bytes', Buffer.from(tag, 'utf8')),
          field(
            2,
            'fixed32',
            fixed(4, (buffer) => buffer.writeFloatLE(value)),
          ),
        ]),
      ),
    ),
  );
}

function content(what: EventContent): Buffer {
  if ('fileVersion' in what) return field(3, 'bytes', Buffer.from(what.fileVersion, 'utf8'));
  if ('scalars' in what) return field(5, 'bytes', summary(what.scalars));
  return field(7, 'bytes', field(1, 'varint', varint(1)));
}

/**
 * tensorflow.Event {double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5;
 * SessionLog session_log = 7 {status = 1, START = 1}} in protobuf's wire format.
 */
export function encodeEvent(wallTime: number, step: number, what: EventContent): Uint8Array {
  return Buffer.concat([
    field(
      1,
      'fixed64',
      fixed(8, (buffer) => buffer.writeDoubleLE(wallTime)),
    ),
    ...(step === 0 ? [] : [field(2, 'varint', varint(step))]),
    content(what),
  ]);
}

/** TFRecord framing: uint64 length, its masked CRC, the data, its masked CRC; all little-endian. */
export function encodeRecord(data: Uint8Array): Uint8Array {
  const length = fixed(8, (buffer) => buffer.writeBigUInt64LE(BigInt(data.length)));
  const crc = (bytes: Uint8Array) => fixed(4, (buffer) => buffer.writeUInt32LE(maskedCrc32c(bytes)));
  return Buffer.concat([length, crc(length), data, crc(data)]);
}

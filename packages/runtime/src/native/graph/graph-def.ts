import { CmgError } from '@cmg/core';
import protobuf from 'protobufjs/minimal.js';
import type { NativeBinding, OpAttribute } from '../native-backend.js';

/** Version of the graph format; TensorFlow 2.9 and later read it. */
const VERSION = 1395;

/** Fields are numbered as in tensorflow/core/framework/*.proto and core/protobuf/{meta_graph,saved_model}.proto. */
export type Message = (writer: protobuf.Writer) => protobuf.Writer;

/** Key of a field: its number and wire type. */
const key = (field: number, wire: 0 | 2 | 5): number => (field << 3) | wire;
export const message =
  (field: number, body: Message): Message =>
  (w) =>
    w.uint32(key(field, 2)).bytes(bytesOf(body));
export const text =
  (field: number, value: string): Message =>
  (w) =>
    w.uint32(key(field, 2)).string(value);
export const integer =
  (field: number, value: number): Message =>
  (w) =>
    w.uint32(key(field, 0)).int64(value);
export const all =
  (parts: readonly Message[]): Message =>
  (w) =>
    parts.reduce((writer, part) => part(writer), w);

/** TensorShapeProto {repeated Dim dim = 2 {int64 size = 1}}. */
const shapeProto = (shape: readonly number[]): Message => all(shape.map((size) => message(2, integer(1, size))));

/** An operation of a graph. */
export interface Node {
  readonly name: string;
  readonly op: string;
  /** `node:output` for a tensor, `^node` for an operation that must run before. */
  readonly inputs: readonly string[];
  readonly attributes: readonly OpAttribute[];
}

export const bytesOf = (body: Message): Uint8Array => body(protobuf.Writer.create()).finish();

/** The operations of a function, as TensorFlow reads them. */
export class GraphDef {
  private readonly nodes: Message[] = [];

  constructor(private readonly binding: NativeBinding) {}

  add({ name, op, inputs, attributes }: Node): void {
    const attrs = attributes.map((attribute) => [attribute.name, this.attrValue(attribute)] as const);
    this.append(name, op, inputs, attrs);
  }

  placeholder(name: string, dtype: number, shape: readonly number[]): void {
    this.append(
      name,
      'Placeholder',
      [],
      [
        ['dtype', integer(6, dtype)],
        ['shape', message(7, shapeProto(shape))],
      ],
    );
  }

  /** Passes a tensor through, but lets TensorFlow's optimiser know only its type: another one might be fed. */
  opaque(name: string, input: string, dtype: number): void {
    // TensorShapeProto {bool unknown_rank = 3}.
    this.append(
      name,
      'PlaceholderWithDefault',
      [input],
      [
        ['dtype', integer(6, dtype)],
        ['shape', message(7, integer(3, 1))],
      ],
    );
  }

  /** TensorProto {dtype = 1, tensor_shape = 2, bytes tensor_content = 4}, little-endian as the machine. */
  constant(name: string, dtype: number, shape: readonly number[], bytes: Uint8Array): void {
    const content: Message = (w) => w.uint32(key(4, 2)).bytes(bytes);
    const tensor = all([integer(1, dtype), message(2, shapeProto(shape)), content]);
    this.append(
      name,
      'Const',
      [],
      [
        ['dtype', integer(6, dtype)],
        ['value', message(8, tensor)],
      ],
    );
  }

  /** GraphDef {node = 1, versions = 4 {producer = 1}}. */
  get message(): Message {
    return all([...this.nodes, message(4, integer(1, VERSION))]);
  }

  /** NodeDef {name = 1, op = 2, input = 3, map<string, AttrValue> attr = 5}. */
  private append(name: string, op: string, inputs: readonly string[], attrs: readonly (readonly [string, Message])[]): void {
    const entries = attrs.map(([attr, value]) => message(5, all([text(1, attr), message(2, value)])));
    this.nodes.push(message(1, all([text(1, name), text(2, op), ...inputs.map((input) => text(3, input)), ...entries])));
  }

  /** AttrValue {list = 1, s = 2, i = 3, f = 4, b = 5, type = 6, shape = 7}. */
  private attrValue({ name, type, value }: OpAttribute): Message {
    const { TF_ATTR_STRING, TF_ATTR_INT, TF_ATTR_FLOAT, TF_ATTR_BOOL, TF_ATTR_TYPE, TF_ATTR_SHAPE } = this.binding;
    const encoders = new Map<number, (one: unknown) => Message>([
      [TF_ATTR_STRING, (one) => text(2, one as string)],
      [TF_ATTR_INT, (one) => integer(3, one as number)],
      [TF_ATTR_FLOAT, (one) => (w) => w.uint32(key(4, 5)).float(one as number)],
      [TF_ATTR_BOOL, (one) => integer(5, one ? 1 : 0)],
      [TF_ATTR_TYPE, (one) => integer(6, one as number)],
      [TF_ATTR_SHAPE, (one) => message(7, shapeProto(one as number[]))],
    ]);
    const encode = encoders.get(type);
    if (encode === undefined) throw new CmgError(`the attribute '${name}' has a type that a graph cannot contain: ${type}`);
    return Array.isArray(value) && type !== TF_ATTR_SHAPE ? message(1, all(value.map(encode))) : encode(value);
  }
}

/** The attribute file of a shapefile (dBASE III+ table): character, number, date and logical fields. */
import { textOf } from '../file-text.ts';

type DbfValue = string | number | boolean;

interface Field {
  name: string;
  type: string;
  at: number;
  length: number;
}

const HEADER_BYTES = 32;
const FIELD_BYTES = 32;
const HEADER_END = 0x0d;
const DELETED = 0x2a;
const MAX_FIELDS = 255;

/**
 * Rows as [field, value] pairs; empty cells are left out. A table that is damaged gives the rows that can be read: the
 * shapes are worth more than their names.
 * @param encoding of the .cpg file, used when the text is not UTF-8
 * @param most rows that are wanted
 */
export function dbfRows(bytes: Uint8Array, encoding: string | undefined, most: number): [string, DbfValue][][] {
  if (bytes.length < HEADER_BYTES + 1) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint16(8, true);
  const rowBytes = view.getUint16(10, true);
  if (rowBytes === 0 || headerBytes < HEADER_BYTES) return [];
  const fields = fieldsOf(bytes, headerBytes, encoding).filter(({ at, length }) => at + length <= rowBytes);
  const count = Math.min(view.getUint32(4, true), most, Math.floor((bytes.length - headerBytes) / rowBytes));
  const rows: [string, DbfValue][][] = [];
  for (let i = 0; i < count; i++) {
    const row = bytes.subarray(headerBytes + i * rowBytes, headerBytes + (i + 1) * rowBytes);
    rows.push(row[0] === DELETED ? [] : valuesOf(row, fields, encoding));
  }
  return rows;
}

function fieldsOf(bytes: Uint8Array, headerBytes: number, encoding: string | undefined): Field[] {
  const fields: Field[] = [];
  let at = 1;
  for (
    let from = HEADER_BYTES;
    from + FIELD_BYTES <= headerBytes && from + FIELD_BYTES <= bytes.length;
    from += FIELD_BYTES
  ) {
    if (bytes[from] === HEADER_END || fields.length === MAX_FIELDS) break;
    const name = textOf(untilZero(bytes.subarray(from, from + 11)), encoding).trim();
    const length = bytes[from + 16]!;
    fields.push({ name, type: String.fromCharCode(bytes[from + 11]!), at, length });
    at += length;
  }
  return fields;
}

function valuesOf(row: Uint8Array, fields: Field[], encoding: string | undefined): [string, DbfValue][] {
  const values: [string, DbfValue][] = [];
  for (const { name, type, at, length } of fields) {
    const text = textOf(untilZero(row.subarray(at, at + length)), encoding).trim();
    const value = fieldValue(text, type);
    if (value !== undefined) values.push([name, value]);
  }
  return values;
}

function fieldValue(text: string, type: string): DbfValue | undefined {
  if (text === '') return undefined;
  switch (type) {
    case 'N':
    case 'F':
      return Number.isFinite(Number(text)) ? Number(text) : undefined;
    case 'D':
      return /^\d{8}$/.test(text) && Number(text) > 0
        ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
        : undefined;
    case 'L':
      return /^[YyTtNnFf]$/.test(text) ? /[YyTt]/.test(text) : undefined;
    default:
      return text;
  }
}

function untilZero(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

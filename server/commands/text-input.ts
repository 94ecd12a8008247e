/** Files as commands take them: lines of a text or a gzip, JSON, tables with a header line. Every failure is one sentence. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';

/** Bytes of a file (`-`: standard input), unpacked when it is named .gz. */
export async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  const raw: Readable = path === '-' ? process.stdin : createReadStream(path);
  const failed = { error: undefined as Error | undefined };
  raw.on('error', (error) => {
    failed.error = error;
  });
  try {
    if (path.endsWith('.gz')) {
      const unpacked = createGunzip();
      raw.on('error', (error) => unpacked.destroy(error));
      yield* raw.pipe(unpacked);
    } else yield* raw;
  } catch (error) {
    throw unreadable(path, failed.error ?? error);
  }
}

/** A whole file as JSON. */
export async function jsonOf(path: string): Promise<unknown> {
  let text: string;
  try {
    const bytes = await readFile(path);
    text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw unusable(path, `it is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
}

function unreadable(path: string, error: unknown): HaidangError {
  return new HaidangError('file-unreadable', { path, why: systemWords(error) });
}

/** It can be read, but not for what it should be. @param why a part of a sentence, without a full stop */
export function unusable(path: string, why: string): HaidangError {
  return new HaidangError('file-invalid', { path, why });
}

/** Lines without their ends; a byte order mark is dropped. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.endsWith('\r') ? rest.slice(0, -1) : rest;
}

/** Columns of a header line, by lower-case name, and the separator that it uses. */
export interface Header {
  separator: string;
  columns: ReadonlyMap<string, number>;
}

/** Names under which a column may stand, the first being ours. */
type ColumnNames = Readonly<Record<string, readonly string[]>>;

export function headerOf(line: string, names: ColumnNames): Header {
  const separator = [',', ';', '\t'].find((candidate) => line.includes(candidate)) ?? ',';
  const cells = cellsOf(line, separator).map((cell) => cell.trim().toLowerCase());
  const columns = new Map<string, number>();
  for (const [name, known] of Object.entries(names)) {
    const at = cells.findIndex((cell) => known.includes(cell));
    if (at >= 0) columns.set(name, at);
  }
  return { separator, columns };
}

/** Cells of a line (RFC 4180, without line breaks inside quotes). */
export function cellsOf(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator);
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (character === '"') {
      if (quoted && line[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = !quoted;
    } else if (character === separator && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  cells.push(cell);
  return cells;
}

/** A number in a cell; undefined when the cell is empty, NaN when it is no number. */
export function numberIn(cell: string | undefined): number | undefined {
  const text = cell?.trim();
  return text === undefined || text === '' ? undefined : Number(text);
}

/** Counts rows that could not be used and remembers the first reason. */
export class BadRows {
  count = 0;
  private first = '';

  add(path: string, line: number, why: string): void {
    this.count++;
    if (this.count === 1) this.first = `${path}:${line}: ${why}`;
  }

  /** One sentence, or nothing to say. */
  get sentence(): string | undefined {
    if (this.count === 0) return undefined;
    const rows = this.count === 1 ? '1 row was left out' : `${this.count} rows were left out`;
    return `${rows}; the first: ${this.first}.`;
  }
}

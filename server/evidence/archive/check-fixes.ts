/** Decodes an archive's raw bytes again and holds what they say against its fixes. */
import { type DecoderOptions, decoderFormats } from '../../../decoders/registry.ts';
import { sha256Of } from '../files.ts';
import { decodeAgain, isOf, isSameFix, type RawFormat } from './decode-again.ts';
import type { KeptFix, KeptRecord } from './manifest.ts';
import type { VerifyWord } from './verify-words.ts';

export interface CheckedFix {
  fix: KeptFix;
  /** Its raw bytes give it, and say that it is this vessel's. */
  isProven: boolean;
}

interface FixOrder {
  fixes: readonly KeptFix[];
  records: readonly KeptRecord[];
  feeds: readonly { feed: number; options: DecoderOptions | Record<string, unknown> }[];
  vesselId: string;
  aliases: ReadonlySet<string>;
}

interface Fault {
  word: VerifyWord;
  values: Record<string, string | number>;
}

interface Opened {
  record: KeptRecord;
  slices: { offset: number; data: Buffer }[];
}

export function checkFixes(order: FixOrder): { fixes: CheckedFix[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const opened = new Map<number, Opened>();
  for (const record of order.records) opened.set(record.position, open(record, faults));
  const options = new Map(order.feeds.map(({ feed, options: said }) => [feed, said as DecoderOptions]));
  const fixes = order.fixes.map((fix) => {
    const fault = faultOf(fix, order, opened, options);
    if (fault) faults.push(fault);
    return { fix, isProven: fix.raw !== undefined && fault === undefined };
  });
  return { fixes, faults };
}

function open(record: KeptRecord, faults: Fault[]): Opened {
  const slices = record.slices.map(({ offset, text, base64 }) => ({
    offset,
    data: base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64'),
  }));
  const [only] = slices;
  const isWhole = slices.length === 1 && only!.offset === 0 && only!.data.length === record.bytes;
  if (isWhole && sha256Of(only!.data) !== record.sha256)
    faults.push({ word: 'recordHash', values: { position: record.position } });
  return { record, slices };
}

function faultOf(
  fix: KeptFix,
  { aliases, vesselId }: FixOrder,
  opened: ReadonlyMap<number, Opened>,
  options: ReadonlyMap<number, DecoderOptions>,
): Fault | undefined {
  const { raw, ...said } = fix;
  if (raw === undefined) return undefined;
  const name = new Date(fix.fixTime).toISOString();
  const parts: Buffer[] = [];
  for (const [position, offset, bytes] of raw) {
    const part = partOf(opened.get(position), offset, bytes);
    if (!part) return { word: 'noRecord', values: { fix: name, position } };
    parts.push(part);
  }
  // The record that ended the message is the one that says when it came.
  const record = opened.get(raw.at(-1)?.[0] ?? -1)?.record;
  if (!record || !isFormat(record.format)) return { word: 'notDecoded', values: { fix: name } };
  const found = decodeAgain(Buffer.concat(parts), record.receivedAt, record.format, options.get(record.feed)).filter(
    (one) => isSameFix(one.fix, said),
  );
  if (found.length === 0) return { word: 'notDecoded', values: { fix: name } };
  const isOurs = record.format === 'entry' ? isDeclaredFor(parts, vesselId) : found.some((one) => isOf(aliases, one));
  return isOurs ? undefined : { word: 'otherVessel', values: { fix: name } };
}

function partOf(opened: Opened | undefined, offset: number, bytes: number): Buffer | undefined {
  const slice = opened?.slices.find((one) => one.offset <= offset && one.offset + one.data.length >= offset + bytes);
  return slice?.data.subarray(offset - slice.offset, offset - slice.offset + bytes);
}

/** A declaration by a page names the vessel; one by SMS answers a message, which does. */
function isDeclaredFor(parts: readonly Buffer[], vesselId: string): boolean {
  const entry = JSON.parse(Buffer.concat(parts).toString('utf8')) as { vesselId?: unknown; type?: unknown };
  return entry.vesselId === vesselId || entry.type === 'sms-in';
}

function isFormat(format: string): format is RawFormat {
  return format === 'entry' || (decoderFormats as readonly string[]).includes(format);
}

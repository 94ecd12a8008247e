/**
 * What raw bytes say when they are decoded by themselves, without the stream that they came in: the maker of an archive finds
 * with it the bytes that are enough for a fix, its reader proves with it that they are.
 */
import { createDecoder, type DecoderFormat, type DecoderOptions } from '../../../decoders/registry.ts';
import type { Message, MessageMeta } from '../../../decoders/report.ts';
import { toReport } from '../../../decoders/to-report.ts';
import type { Fix } from '../../../geofences/fix.ts';
import { fixOf } from '../../ingest/fixes.ts';
import { aliasesOfReport } from '../../ingest/vessels.ts';
import { onGrid } from '../../store/tracks/grid.ts';

/** How bytes are to be read; `entry`: a record of an act, by which a person declared a position. */
export type RawFormat = DecoderFormat | 'entry';

export interface Said {
  fix: Fix;
  /** What its sender calls itself, as vessels know it; undefined where the record itself says for whom it is. */
  names: string[] | undefined;
}

/** @param receivedAt epoch ms, as it stands in the journal */
export function decodeAgain(
  bytes: Uint8Array,
  receivedAt: number,
  format: RawFormat,
  options: DecoderOptions = {},
): Said[] {
  if (format === 'entry') return declared(bytes, receivedAt);
  const said: Said[] = [];
  const decoder = createDecoder(
    format,
    {
      message(message, meta) {
        const one = saidBy(message, meta);
        if (one) said.push(one);
      },
      rejected() {},
    },
    options,
  );
  decoder.push(bytes, receivedAt, true);
  decoder.end(receivedAt);
  return said;
}

/** The fix that a message amounts to, if it does, and who sends it. */
export function saidBy(message: Message, meta: MessageMeta): Said | undefined {
  if (meta.ownShip) return undefined;
  const report = toReport(message, meta);
  const fix = fixOf(report);
  return fix && fix !== 'fix-in-future' ? { fix, names: aliasesOfReport(report) } : undefined;
}

/** A position that a person declared, by a page or by SMS. */
function declared(bytes: Uint8Array, receivedAt: number): Said[] {
  const entry = parsed(bytes) as { place?: unknown; vesselId?: unknown } | undefined;
  const place = (entry?.place ?? entry) as { lon?: unknown; lat?: unknown; fixTime?: unknown } | undefined;
  if (typeof place?.lon !== 'number' || typeof place.lat !== 'number' || typeof place.fixTime !== 'number') return [];
  const { lon, lat, fixTime } = place;
  return [{ fix: onGrid({ fixTime, receivedAt, lon, lat, source: 'manual', flags: 0 }), names: undefined }];
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

const FIELDS = [
  'fixTime',
  'receivedAt',
  'lon',
  'lat',
  'speedKn',
  'courseDeg',
  'headingDeg',
  'accuracyM',
  'source',
  'flags',
] as const satisfies (keyof Fix)[];

/** The same in every field that a fix has. */
export function isSameFix(a: Fix, b: Fix): boolean {
  return FIELDS.every((field) => a[field] === b[field]);
}

/** @param aliases of the vessel; a record that says itself for whom it is names her */
export function isOf(aliases: ReadonlySet<string>, { names }: Said): boolean {
  return names === undefined || names.some((name) => aliases.has(name));
}

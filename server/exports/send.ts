/** Sends a file that is made while it is sent: neither held whole in memory nor made without a breath in between. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Response } from 'express';
import { geojsonText } from './geojson.ts';
import { gpxText } from './gpx.ts';
import { kmlText } from './kml.ts';
import { mapCsvText } from './map-csv.ts';
import { packedSink } from './packed-answers.ts';
import { type MapFormat, type MapSheet, mapTypes } from './sheet.ts';

/** Pieces after which others get their turn. */
const BREATH = 500;

const writers: Record<MapFormat, (sheet: MapSheet) => Generator<string>> = {
  geojson: geojsonText,
  kml: kmlText,
  gpx: gpxText,
  csv: mapCsvText,
};

/** @param name of the file, without its ending */
export function sendMap(response: Response, name: string, format: MapFormat, sheet: MapSheet): Promise<void> {
  return sendPieces(response, `${name}.${format}`, mapTypes[format], writers[format](sheet));
}

/** @param name ASCII */
export async function sendPieces(
  response: Response,
  name: string,
  type: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  const sink = packedSink(response);
  let since = 0;
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!sink.write(piece)) await drained(sink);
    if (++since % BREATH === 0) await setImmediate();
  }
  sink.end();
}

/** Until whoever reads has caught up, or has gone. */
async function drained(sink: Writable): Promise<void> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    await Promise.race([once(sink, 'drain', { signal }), once(sink, 'close', { signal })]);
  } finally {
    settled.abort();
  }
}

/** `20261124-0805`, by the clock in Vietnam: part of a file's name. */
export function fileStamp(now: number): string {
  const [day = '', clock = ''] = new Date(now + 7 * 3_600_000).toISOString().split('T');
  return `${day.replaceAll('-', '')}-${clock.slice(0, 5).replace(':', '')}`;
}

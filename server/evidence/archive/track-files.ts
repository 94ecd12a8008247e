/** A track as tables and map files. Pure, and the same bytes for the same fixes: the reader of an archive writes them again to compare. */
import type { Fix } from '../../../geofences/fix.ts';
import { csvTable } from './csv.ts';

/** Those that `haidang replay` reads come first. */
const COLUMNS = 'id,time,lat,lon,speed,course,heading,accuracy,source,received,flags'.split(',');

const iso = (time: number): string => new Date(time).toISOString();

/** Knots, degrees, metres; times ISO 8601 UTC; `flags` as geofences/fix.ts has them. */
export function trackCsv(label: string, fixes: readonly Fix[]): string {
  const rows = fixes.map((fix) => [
    ...[label, iso(fix.fixTime), fix.lat, fix.lon, fix.speedKn, fix.courseDeg, fix.headingDeg, fix.accuracyM],
    ...[fix.source, iso(fix.receivedAt), fix.flags],
  ]);
  return csvTable(COLUMNS, rows);
}

/** A line through the fixes, and each of them as a point. */
export function trackGeoJson(label: string, fixes: readonly Fix[]): string {
  const line = { type: 'LineString', coordinates: fixes.map(({ lon, lat }) => [lon, lat]) };
  const features = [
    ...(fixes.length > 1 ? [{ type: 'Feature', properties: { name: label }, geometry: line }] : []),
    ...fixes.map(({ lon, lat, fixTime, receivedAt, speedKn, courseDeg, headingDeg, accuracyM, source, flags }) => ({
      type: 'Feature',
      properties: {
        ...{ time: iso(fixTime), received: iso(receivedAt) },
        ...{ speedKn, courseDeg, headingDeg, accuracyM, source, flags },
      },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  ];
  return `${JSON.stringify({ type: 'FeatureCollection', features })}\n`;
}

/** As `gx:Track`, which carries the time of each fix (KML 2.2 with Google's extension). */
export function trackKml(label: string, fixes: readonly Fix[]): string {
  const when = fixes.map(({ fixTime }) => `<when>${iso(fixTime)}</when>`);
  const where = fixes.map(({ lon, lat }) => `<gx:coord>${lon} ${lat} 0</gx:coord>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>',
    `<name>${escaped(label)}</name><Placemark><name>${escaped(label)}</name><gx:Track>`,
    ...when,
    ...where,
    '</gx:Track></Placemark></Document></kml>',
    '',
  ].join('\n');
}

/** What XML forbids is left out. */
function escaped(text: string): string {
  return text.replace(/[^\P{C}\t\n]/gu, '').replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** `haidang zones locate`: which zones contain these points. `zones check` stands in zones-check.ts. */
import { once } from 'node:events';
import { GeoJsonProblem, type ZoneFile, zonesFromGeoJson } from '../../geofences/geojson.ts';
import { Locator } from '../../geofences/geometry/locator.ts';
import { needed, nothingMore, oneOf, readCommandLine } from '../command-line.ts';
import { BadRows, bytesOf, cellsOf, type Header, headerOf, jsonOf, linesOf, numberIn, unusable } from './text-input.ts';
import { usage as checkUsage, runCheck } from './zones-check.ts';

const usage = `haidang zones locate ZONES.geojson POINTS.csv

  For every point (a table with the columns id, lon, lat) one JSON line {"id","zones":[…]} with all zones that contain it.
  Polygon and MultiPolygon with holes; Point with properties.radiusNm is a circle. A point on an edge is in.
  Edges are straight in lon/lat unless properties.edges says geodesic or rhumb (WGS84).
  A zone's id is the feature's id, else properties.id, else properties.name. Files may be .gz, POINTS may be -.
`;

const columnNames = {
  id: ['id'],
  lon: ['lon', 'lng', 'long', 'longitude'],
  lat: ['lat', 'latitude'],
} as const;

const WRITE_CHARACTERS = 1 << 16;

/** Returns the exit code; bad usage and unreadable files are thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  if (args[0] === 'check') return runCheck(args.slice(1));
  const { values, positionals } = readCommandLine('zones', {
    args,
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    process.stdout.write(`${usage}\n${checkUsage}`);
    return 0;
  }
  oneOf('zones', positionals.slice(0, 1), ['locate', 'check']);
  const zonesPath = needed('zones', 'ZONES.geojson', positionals[1]);
  const pointsPath = needed('zones', 'POINTS.csv', positionals[2]);
  nothingMore('zones', positionals[3]);
  const file = await readZoneFile(zonesPath);
  if (file.skipped > 0) {
    console.error(`haidang zones: ${file.skipped} features without an area or a radius were left out.`);
  }
  const badRows = await locateAll(file, pointsPath);
  if (badRows.sentence) console.error(`haidang zones: ${badRows.sentence}`);
  return 0;
}

/** Zones of a GeoJSON file; what is wrong with it is one sentence. */
export async function readZoneFile(path: string): Promise<ZoneFile> {
  const json = await jsonOf(path);
  try {
    return zonesFromGeoJson(json);
  } catch (error) {
    throw error instanceof GeoJsonProblem ? unusable(path, error.message) : error;
  }
}

async function locateAll(file: ZoneFile, path: string): Promise<BadRows> {
  const locator = new Locator(file.zones);
  const badRows = new BadRows();
  const found: number[] = [];
  let header: Header | undefined;
  let lineNumber = 0;
  let text = '';
  for await (const line of linesOf(bytesOf(path))) {
    lineNumber++;
    if (line.trim() === '') continue;
    if (!header) {
      header = pointsHeader(line, path);
      continue;
    }
    const point = pointOf(line, header);
    if (typeof point === 'string') {
      badRows.add(path, lineNumber, point);
      continue;
    }
    locator.locate(point.lon, point.lat, found);
    text += `${JSON.stringify({ id: point.id, zones: found.map((index) => file.ids[index]) })}\n`;
    if (text.length < WRITE_CHARACTERS) continue;
    await write(text);
    text = '';
  }
  if (!header) throw unusable(path, 'it has no header line with id, lon, lat');
  await write(text);
  return badRows;
}

function pointsHeader(line: string, path: string): Header {
  const header = headerOf(line, columnNames);
  for (const name of ['id', 'lon', 'lat']) {
    if (!header.columns.has(name)) throw unusable(path, `its header line has no column "${name}"`);
  }
  return header;
}

/** The point of a row, or what is wrong with it. */
function pointOf(line: string, { separator, columns }: Header): { id: string; lon: number; lat: number } | string {
  const cells = cellsOf(line, separator);
  const id = cells[columns.get('id')!]?.trim();
  const lon = numberIn(cells[columns.get('lon')!]);
  const lat = numberIn(cells[columns.get('lat')!]);
  if (!id) return 'id is missing';
  if (lon === undefined || !(Math.abs(lon) <= 360)) return 'lon is not a longitude';
  if (lat === undefined || !(Math.abs(lat) <= 90)) return 'lat is not a latitude';
  return { id, lon, lat };
}

async function write(text: string): Promise<void> {
  if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
}

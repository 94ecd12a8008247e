/** Recorded tracks as fixes: tables of fixes, and AIS or NAF logs that carry their own times. In file order, without a clock. */
import { createDecoder } from '../../decoders/registry.ts';
import type { DecoderSink, Report } from '../../decoders/report.ts';
import { toReport } from '../../decoders/to-report.ts';
import { type Fix, FixFlag, type FixSource, flagOfLead, flagOfSpeed, flagsOfNavStatus } from '../../geofences/fix.ts';
import { reachable } from '../../geofences/judging/belief.ts';
import type { AheadRows } from './replay-ahead.ts';
import { type BadRows, bytesOf, cellsOf, type Header, headerOf, linesOf, numberIn, unusable } from './text-input.ts';

export interface TrackFix {
  vessel: string;
  /** CraftKind of decoders/report.ts; tables hold vessels. */
  kind: string;
  mmsi?: number;
  flag?: string;
  fix: Fix;
  /** Of a table. */
  line?: number;
}

export interface InputCounts {
  badRows: BadRows;
  /** Positions of logs that say no time: they cannot be placed in event time. */
  untimed: number;
  /** Rows dated far after all the others. */
  ahead: AheadRows;
}

const columnNames = {
  id: ['id', 'vessel', 'mmsi'],
  time: ['time', 'timestamp', 'fixtime'],
  lat: ['lat', 'latitude'],
  lon: ['lon', 'lng', 'long', 'longitude'],
  speed: ['speed', 'speedkn', 'sog'],
  course: ['course', 'coursedeg', 'cog'],
  source: ['source'],
  heading: ['heading', 'headingdeg', 'hdg'],
  status: ['status', 'navstatus'],
  accuracy: ['accuracy', 'accuracym'],
  received: ['received', 'receivedat'],
  flags: ['flags'],
} as const;

/** All fixes of one file. What kind of file it is, its first line shows. */
export async function* fixesOf(path: string, counts: InputCounts): AsyncGenerator<TrackFix> {
  const chunks = bytesOf(path);
  const opening: Uint8Array[] = [];
  let first = '';
  while (!first.includes('\n')) {
    const next = await chunks.next();
    if (next.done) break;
    opening.push(next.value);
    first += new TextDecoder().decode(next.value);
  }
  const all = (async function* () {
    yield* opening;
    yield* chunks;
  })();
  const header = headerOf(first.split(/\r?\n/).find((line) => line.trim() !== '') ?? '', columnNames);
  if (['id', 'time', 'lat', 'lon'].every((name) => header.columns.has(name))) yield* tableFixes(path, all, counts);
  else yield* loggedFixes(path, all, counts);
}

/** Rows that wait for another one of their vessel, at most; the rest is left out with what is wrong with it. */
const MOST_WAITING = 1000;

async function* tableFixes(path: string, chunks: AsyncIterable<Uint8Array>, counts: InputCounts) {
  let header: Header | undefined;
  let lineNumber = 0;
  const last = new Map<string, Fix>();
  let waiting: TableRow[] = [];
  for await (const line of linesOf(chunks)) {
    lineNumber++;
    if (line.trim() === '') continue;
    if (!header) {
      header = headerOf(line, columnNames);
      continue;
    }
    const row: TableRow = { lineNumber, cell: cellReader(cellsOf(line, header.separator), header.columns) };
    const seen = rowFix(row, last);
    if (typeof seen !== 'string') {
      const isFirst = !last.has(seen.vessel);
      last.set(seen.vessel, seen.fix);
      yield seen;
      if (!isFirst || waiting.length === 0) continue;
      const isIts = ({ cell }: TableRow) => cell('id') === seen.vessel;
      const its = waiting.filter(isIts);
      waiting = waiting.filter((other) => !isIts(other));
      yield* takeAll(path, its, last, counts);
    } else if (mayBeExchanged(row, last) && waiting.length < MOST_WAITING) waiting.push(row);
    else counts.badRows.add(path, lineNumber, seen);
  }
  yield* takeAll(path, waiting, last, counts);
}

interface TableRow {
  lineNumber: number;
  cell: (name: keyof typeof columnNames) => string | undefined;
}

function cellReader(cells: string[], columns: Header['columns']): TableRow['cell'] {
  return (name) => {
    const at = columns.get(name);
    return at === undefined ? undefined : cells[at]?.trim();
  };
}

function* takeAll(path: string, rows: readonly TableRow[], last: ReadonlyMap<string, Fix>, counts: InputCounts) {
  for (const row of rows) {
    const seen = rowFix(row, last);
    if (typeof seen === 'string') counts.badRows.add(path, row.lineNumber, seen);
    else yield seen;
  }
}

/** A place that may turn out to be sent with the two exchanged, once it is known where its vessel is. */
function mayBeExchanged({ cell }: TableRow, last: ReadonlyMap<string, Fix>): boolean {
  const id = cell('id');
  return id !== undefined && !last.has(id) && isBeyondPoles(numberIn(cell('lat')), numberIn(cell('lon')));
}

/** The fix of a row, or what is wrong with it. `last`: the fix of each vessel in the row before. */
function rowFix({ lineNumber, cell }: TableRow, last: ReadonlyMap<string, Fix>): TrackFix | string {
  const vessel = cell('id');
  const fixTime = timeIn(cell('time'));
  const lat = numberIn(cell('lat'));
  const lon = numberIn(cell('lon'));
  if (!vessel) return 'id is missing';
  if (fixTime === undefined) return 'time is neither ISO 8601 nor an epoch';
  const isSwapped = lat !== undefined && lon !== undefined && fitsExchanged(lat, lon, fixTime, last.get(vessel));
  if (!isSwapped && (lat === undefined || !(Math.abs(lat) <= 90))) return 'lat is not a latitude';
  if (!isSwapped && (lon === undefined || !(Math.abs(lon) <= 180))) return 'lon is not a longitude';
  const received = cell('received');
  const receivedAt = received ? timeIn(received) : fixTime;
  if (receivedAt === undefined) return 'received is neither ISO 8601 nor an epoch';
  const flags = flagsIn(cell('flags'));
  if (typeof flags === 'string') return flags;
  const fix: Fix = {
    fixTime,
    receivedAt,
    lon: onGrid(isSwapped ? lat! : lon!),
    lat: onGrid(isSwapped ? lon! : lat!),
    source: sourceIn(cell('source')),
    flags:
      flagsOfNavStatus(statusIn(cell('status'))) |
      (isSwapped ? FixFlag.swapped : 0) |
      flags |
      flagOfLead(fixTime - receivedAt),
  };
  const speed = numberIn(cell('speed'));
  const course = numberIn(cell('course'));
  const heading = numberIn(cell('heading'));
  const accuracy = numberIn(cell('accuracy'));
  fix.flags |= flagOfSpeed(speed);
  if (speed !== undefined && speed >= 0) fix.speedKn = speed;
  if (course !== undefined && course >= 0 && course <= 360) fix.courseDeg = course % 360;
  if (heading !== undefined && heading >= 0 && heading <= 360) fix.headingDeg = heading % 360;
  if (accuracy !== undefined && accuracy > 0) fix.accuracyM = accuracy;
  return { vessel, kind: 'vessel', fix, line: lineNumber };
}

/** Beyond the poles as sent, but where the vessel can be with the two exchanged: kept and marked, and never believed. */
function fitsExchanged(lat: number, lon: number, fixTime: number, near: Fix | undefined): boolean {
  if (!near || !isBeyondPoles(lat, lon)) return false;
  const place = { ...near, fixTime, lon: lat, lat: lon };
  return fixTime < near.fixTime ? reachable(place, near) : reachable(near, place);
}

/** No latitude, but a longitude, and the other way round. */
function isBeyondPoles(lat = Number.NaN, lon = Number.NaN): boolean {
  return Math.abs(lat) > 90 && Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
}

/** ISO 8601 (UTC when no zone is said), epoch seconds, or epoch milliseconds (above 1e11). */
function timeIn(text: string | undefined): number | undefined {
  if (!text) return undefined;
  if (/^-?\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    return Math.round(Math.abs(value) > 1e11 ? value : value * 1000);
  }
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(text) || !/\d:\d/.test(text) ? text : `${text}Z`;
  const time = Date.parse(zoned.replace(/^(\d{4}-\d\d-\d\d) (\d)/, '$1T$2'));
  return Number.isNaN(time) ? undefined : time;
}

/** A table is taken for VMS unless it says otherwise: its fixes then count as reports. */
function sourceIn(text: string | undefined): FixSource {
  return text === 'ais' || text === 'manual' ? text : 'vms';
}

/** AIS navigational status (ITU-R M.1371) by its number or by a word for it. */
const statusWords: Readonly<Record<string, number>> = {
  anchored: 1,
  'not-under-command': 2,
  moored: 5,
  aground: 6,
  fishing: 7,
  distress: 14,
};

function statusIn(text: string | undefined): number | undefined {
  if (!text) return undefined;
  return statusWords[text.toLowerCase()] ?? numberIn(text);
}

const FLAG_NAMES = Object.keys(FixFlag) as (keyof typeof FixFlag)[];
const ALL_FLAGS = FLAG_NAMES.reduce((sum, name) => sum | FixFlag[name], 0);

/** Flags as a sum (as an evidence archive's track.csv has them) or by their names, a + between two; or what is wrong with them. */
function flagsIn(text: string | undefined): number | string {
  if (!text) return 0;
  if (/^\d+$/.test(text))
    return (Number(text) & ~ALL_FLAGS) === 0 ? Number(text) : `flags ${text} is no sum of known flags`;
  let flags = 0;
  for (const word of text.split('+').map((part) => part.trim())) {
    const name = FLAG_NAMES.find((one) => one === word);
    if (!name) return `flags has "${word}", which is none of ${FLAG_NAMES.join(', ')}`;
    flags |= FixFlag[name];
  }
  return flags;
}

async function* loggedFixes(path: string, chunks: AsyncIterable<Uint8Array>, counts: InputCounts) {
  const found: TrackFix[] = [];
  const sink: DecoderSink = {
    message: (message, meta) => {
      const report = toReport(message, meta);
      if (report.lon === undefined) return;
      const fix = reportFix(report);
      if (fix) found.push(fix);
      else counts.untimed++;
    },
    rejected: () => {},
  };
  const decoder = createDecoder('auto', sink);
  let isEmpty = true;
  for await (const chunk of chunks) {
    isEmpty = false;
    decoder.push(chunk, 0);
    yield* found.splice(0);
  }
  decoder.end(0);
  yield* found;
  if (!isEmpty && decoder.stats.messages === 0)
    throw unusable(
      path,
      'it is neither a table whose header has the columns id, time, lat and lon nor a log of a known format',
    );
}

/** Undefined when the log says no time of its own; the time at which a file is read says nothing. */
function reportFix(report: Report): TrackFix | undefined {
  const { meta, lon, lat, fixTime } = report;
  if (lon === undefined || lat === undefined || fixTime === undefined) return undefined;
  if (report.format === 'ais' && meta.stationTime === undefined) return undefined;
  const vessel = report.registration ?? report.mmsi ?? report.deviceId ?? report.callsign ?? report.internalReference;
  if (vessel === undefined) return undefined;
  const fix: Fix = {
    fixTime,
    receivedAt: meta.stationTime ?? fixTime,
    lon: onGrid(lon),
    lat: onGrid(lat),
    source: report.format === 'ais' ? 'ais' : 'vms',
    flags:
      (report.fixTimeEstimated ? FixFlag.timeEstimated : 0) |
      (report.distress?.state === 'active' ? FixFlag.distress : 0) |
      flagsOfNavStatus(report.navStatus) |
      flagOfSpeed(report.speedKn),
  };
  if (report.speedKn !== undefined) fix.speedKn = report.speedKn;
  if (report.courseDeg !== undefined) fix.courseDeg = report.courseDeg;
  if (report.headingDeg !== undefined) fix.headingDeg = report.headingDeg;
  if (report.accuracyM !== undefined) fix.accuracyM = report.accuracyM;
  return { vessel: String(vessel), kind: report.craft, mmsi: report.mmsi, flag: report.flag, fix };
}

function onGrid(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

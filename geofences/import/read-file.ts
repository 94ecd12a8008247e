/** A file of zones, of whatever format → drafts in WGS 84, and what was found wrong in reading. Never throws. */
import { type Crs, WGS84 } from './crs.ts';
import { convertedFinding, degreesWithoutCrs, metresWithoutCrs } from './crs-findings.ts';
import { type DraftShape, mapPositions, type Position, positionsOf, type ZoneDraft } from './draft.ts';
import { textOf } from './file-text.ts';
import type { Finding } from './finding.ts';
import { readCsvPoints } from './formats/csv-points.ts';
import { readGeoJson } from './formats/geojson.ts';
import { readGpx } from './formats/gpx.ts';
import { readKml } from './formats/kml.ts';
import { hasShapefile, readBareShp, readShapefiles } from './formats/shapefile.ts';
import { FileRefusal, MAX_FILE_BYTES, Reading, type ZoneFileFormat } from './reading.ts';
import { xmlTree } from './xml-tree.ts';
import { isZip, Unpacker, type ZipEntry, zipEntries } from './zip.ts';

interface ZoneFileContent {
  /** Undefined when it was not recognised. */
  format?: ZoneFileFormat;
  drafts: ZoneDraft[];
  findings: Finding[];
}

const SHP_FIRST_BYTES = 0x270a;
/** No longitude and no latitude, even a wrong one, is beyond this. */
const MOST_DEGREES = 400;

/** @param crs the system that a person says the coordinates are in; wins over what the file says */
export function readZoneFile(bytes: Uint8Array, crs?: Crs): ZoneFileContent {
  const reading = new Reading();
  const content: ZoneFileContent = { drafts: [], findings: [] };
  try {
    content.format = formatOf(bytes);
    const found = read(content.format, bytes, reading);
    reading.finish();
    const { drafts, findings } = inWgs84(reading.drafts, crs ?? found);
    content.drafts = drafts;
    content.findings = [...reading.findings, ...findings];
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error;
    content.drafts = [];
    content.findings = [...reading.findings, error.finding];
  }
  return content;
}

/** By what the bytes are; a file's name says nothing that they don't. */
function formatOf(bytes: Uint8Array): ZoneFileFormat {
  if (bytes.length > MAX_FILE_BYTES) throw tooLarge();
  if (isZip(bytes)) return hasShapefile(zipEntries(bytes)) ? 'shapefile' : 'kmz';
  if (bytes.length > 4 && ((bytes[2]! << 8) | bytes[3]!) === SHP_FIRST_BYTES && bytes[0] === 0) return 'shapefile';
  const start = textOf(bytes.subarray(0, 4_096)).trimStart();
  if (start === '' && bytes.length < 4_096) throw empty();
  if (start.startsWith('{') || start.startsWith('[')) return 'geojson';
  if (start.startsWith('<')) return xmlFormat(start);
  if (/[,;\t]/.test(start) && !start.includes('\0')) return 'csv';
  throw unknown();
}

function xmlFormat(start: string): ZoneFileFormat {
  const root = /<(?:[\w-]+:)?(kml|gpx)[\s>]/i.exec(start)?.[1]?.toLowerCase();
  if (root === 'kml' || root === 'gpx') return root;
  throw unknown();
}

function read(format: ZoneFileFormat, bytes: Uint8Array, reading: Reading): Crs | undefined {
  switch (format) {
    case 'geojson':
      return readGeoJson(textOf(bytes), reading);
    case 'csv':
      readCsvPoints(textOf(bytes), reading);
      return WGS84;
    case 'gpx':
      readGpx(xmlTree(bytes), reading);
      return WGS84;
    case 'kml':
      readKml(xmlTree(bytes), reading);
      return WGS84;
    case 'kmz':
      readKml(xmlTree(kmlOf(bytes)), reading);
      return WGS84;
    case 'shapefile': {
      if (!isZip(bytes)) return readBareShp(bytes, reading);
      return readShapefiles(zipEntries(bytes), new Unpacker(bytes), reading);
    }
  }
}

/** The first .kml of the archive, by the standard the document. */
function kmlOf(bytes: Uint8Array): Uint8Array {
  const entries = zipEntries(bytes);
  const kml = entries.find(({ name }) => /\.kml$/i.test(name));
  if (!kml) throw nothingInside(entries);
  return new Unpacker(bytes).unpack(kml);
}

function inWgs84(drafts: ZoneDraft[], crs: Crs | undefined): { drafts: ZoneDraft[]; findings: Finding[] } {
  const all = drafts.flatMap(({ shape }) => [...positionsOf(shape)]);
  const first = all[0];
  if (!first) return { drafts, findings: [] };
  const toWgs84 = crs?.toWgs84;
  if (crs && toWgs84) {
    const converted = drafts.map((draft) => ({
      ...draft,
      shape: mapPositions(draft.shape, toWgs84),
      isConverted: true as const,
    }));
    for (const { shape } of converted) refuseBeyondProjection(shape, crs.name);
    const result = toWgs84(first);
    const finding = convertedFinding({ name: crs.name, vertices: all.length, given: first, result });
    return { drafts: converted, findings: [finding] };
  }
  const metres = all.filter(isBeyondDegrees);
  if (metres.length * 2 > all.length) throw metresWithoutCrs(metres[0]!);
  return { drafts, findings: crs ? [] : [degreesWithoutCrs()] };
}

function refuseBeyondProjection(shape: DraftShape, crs: string): void {
  for (const position of positionsOf(shape)) {
    if (position.every(Number.isFinite)) continue;
    throw new FileRefusal('position-impossible', {
      vi: `Có tọa độ không thể thuộc hệ ${crs}. Kiểm tra hệ tọa độ của tệp.`,
      en: `Some coordinates are impossible in ${crs}. Check which system the file is in.`,
    });
  }
}

function isBeyondDegrees([x, y]: Position): boolean {
  return Math.abs(x) > MOST_DEGREES || Math.abs(y) > MOST_DEGREES;
}

function tooLarge(): FileRefusal {
  const mb = MAX_FILE_BYTES / 1024 / 1024;
  return new FileRefusal('file-too-large', {
    vi: `Tệp lớn hơn ${mb} MB. Hãy đơn giản hóa đường biên hoặc chia tệp.`,
    en: `The file is larger than ${mb} MB. Simplify the outlines or split it.`,
  });
}

function empty(): FileRefusal {
  return new FileRefusal('no-zones', {
    vi: 'Tệp rỗng, không có gì để đọc. Hãy xuất hoặc chép lại tệp.',
    en: 'The file is empty: there is nothing to read. Export or copy it again.',
  });
}

function unknown(): FileRefusal {
  return new FileRefusal('format-unknown', {
    vi: 'Không nhận ra định dạng. Dùng được: GeoJSON, KML, KMZ, shapefile nén .zip (.shp, .dbf, .prj), GPX, bảng điểm CSV.',
    en: 'The format is not known. Usable: GeoJSON, KML, KMZ, a zipped shapefile (.shp, .dbf, .prj), GPX, a CSV table of points.',
  });
}

function nothingInside(entries: readonly ZipEntry[]): FileRefusal {
  const names = entries.slice(0, 3).map(({ name }) => name.slice(0, 60));
  const shown = names.length > 0 ? names.join(', ') : '–';
  return new FileRefusal('no-zones', {
    vi: `Tệp nén không có tệp .shp hay .kml nào (có: ${shown}).`,
    en: `The archive holds no .shp and no .kml file (it holds: ${shown}).`,
  });
}

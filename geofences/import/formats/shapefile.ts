/** A zipped shapefile → drafts: each .shp of the archive with its .dbf (attributes), .prj (system) and .cpg (encoding). */
import { attributesOf } from '../attributes.ts';
import { type Crs, crsFromWkt, crsTitle } from '../crs.ts';
import { crsRefusal } from '../crs-findings.ts';
import type { Attributes } from '../draft.ts';
import { textOf } from '../file-text.ts';
import { FileRefusal, MAX_ZONES, type Reading } from '../reading.ts';
import { polygonsOfRings } from '../shapes/nesting.ts';
import type { Unpacker, ZipEntry } from '../zip.ts';
import { dbfRows } from './dbf.ts';
import { type ShpRecord, shpRecords } from './shp.ts';

/** What lies beside one .shp. */
interface Layer {
  shp: Uint8Array;
  dbf?: Uint8Array;
  prj?: string;
  encoding?: string;
}

export function hasShapefile(entries: readonly ZipEntry[]): boolean {
  return entries.some(({ name }) => /\.shp$/i.test(name));
}

/** @returns the system of all layers; undefined when there is no .prj @throws FileRefusal */
export function readShapefiles(entries: readonly ZipEntry[], unpacker: Unpacker, reading: Reading): Crs | undefined {
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  const bases = entries.filter(({ name }) => /\.shp$/i.test(name)).map(({ name }) => name.toLowerCase().slice(0, -4));
  const systems = bases.map((base) => readLayer(layerOf(base, byName, unpacker), reading));
  if (new Set(systems.map((crs) => crs?.name)).size > 1) {
    throw new FileRefusal('crs-unsupported', {
      vi: 'Các lớp trong tệp nén dùng hệ tọa độ khác nhau. Hãy gửi mỗi lớp một tệp.',
      en: 'The layers in the archive have different reference systems. Send each in a file of its own.',
    });
  }
  return systems[0];
}

/** A .shp that came alone. */
export function readBareShp(shp: Uint8Array, reading: Reading): undefined {
  readLayer({ shp }, reading);
  return undefined;
}

function layerOf(base: string, byName: ReadonlyMap<string, ZipEntry>, unpacker: Unpacker): Layer {
  const unpacked = (ending: string): Uint8Array | undefined => {
    const entry = byName.get(`${base}.${ending}`);
    return entry && unpacker.unpack(entry);
  };
  const layer: Layer = { shp: unpacked('shp')! };
  const [dbf, prj, cpg] = [unpacked('dbf'), unpacked('prj'), unpacked('cpg')];
  if (dbf) layer.dbf = dbf;
  if (prj) layer.prj = textOf(prj);
  if (cpg) layer.encoding = textOf(cpg).trim().slice(0, 40);
  return layer;
}

function readLayer({ shp, dbf, prj, encoding }: Layer, reading: Reading): Crs | undefined {
  const crs = prj === undefined ? undefined : crsFromWkt(prj);
  if (prj !== undefined && !crs) throw crsRefusal(crsTitle(prj));
  const rows = dbf ? dbfRows(dbf, encoding, MAX_ZONES + 1) : [];
  let row = 0;
  for (const record of shpRecords(shp, reading)) addRecord(record, attributesOf(rows[row++] ?? []), reading);
  return crs;
}

function addRecord(record: ShpRecord, attributes: Attributes, reading: Reading): void {
  switch (record.type) {
    case 'null':
      reading.addAreas([], attributes);
      return;
    case 'points':
      reading.addPoints(record.positions, attributes);
      return;
    case 'lines':
      reading.addLines(record.parts, attributes);
      return;
    case 'rings':
      reading.addAreas(polygonsOfRings(record.parts), attributes);
  }
}

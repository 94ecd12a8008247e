/**
 * The reference system of a file: WGS 84 is taken as it is, VN-2000 and the projections in use in Vietnam are converted,
 * anything else is named and refused. Parameters: EPSG data set (VN-2000 to WGS 84 (2), code 6960, accuracy 1 m).
 */
import proj4 from 'proj4';
import type { Position } from './draft.ts';

export interface Crs {
  /** As people know it. */
  name: string;
  /** Absent for WGS 84 itself. Easting and northing (or degrees) → degrees; NaN where the projection has no place. */
  toWgs84?: (position: Position) => Position;
}

/**
 * Three shifts (m), three rotations (″) and the scale (ppm). EPSG gives the rotations for a turned frame; the library wants
 * them for a turned vector, which is the opposite sign.
 */
const VN2000_SHIFT = '+towgs84=-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278';

/** VN-2000 / TM-3: EPSG code → central meridian. Scale 0.9999, false easting 500,000 m. */
const TM3: Readonly<Record<number, number>> = {
  5896: 102,
  5897: 105,
  5898: 108,
  5899: 107.75,
  9205: 103,
  9206: 104,
  9207: 104.5,
  9208: 104.75,
  9209: 105.5,
  9210: 105.75,
  9211: 106,
  9212: 106.25,
  9213: 106.5,
  9214: 107,
  9215: 107.25,
  9216: 107.5,
  9217: 108.25,
  9218: 108.5,
};
const UTM_SCALE = 0.9996;
const TM3_SCALE = 0.9999;
/** Names in WGS 84 by their EPSG code, 2D and 3D. */
const WGS84_CODES: ReadonlySet<number> = new Set([4326, 4979]);
const VN2000_CODES: ReadonlySet<number> = new Set([4756, 4755]);
const WEB_MERCATOR = 3857;
const MAX_WKT = 10_000;

export const WGS84: Crs = { name: 'WGS 84' };

/** `EPSG:3405`, `urn:ogc:def:crs:EPSG::4326`, `…/EPSG/0/9213`, `CRS84`. Undefined: not one of ours. */
export function crsFromName(name: string): Crs | undefined {
  if (/CRS:?84$/i.test(name.trim())) return WGS84;
  const code = /^(?:.*EPSG[:/].*?)?(\d{4,5})$/i.exec(name.trim().slice(0, 200))?.[1];
  return code === undefined ? undefined : crsFromCode(Number(code));
}

function crsFromCode(code: number): Crs | undefined {
  if (WGS84_CODES.has(code)) return WGS84;
  if (VN2000_CODES.has(code)) return vn2000Degrees();
  if (code === 3405 || code === 3406) return vn2000Utm(code - 3405 + 48);
  if (TM3[code] !== undefined) return vn2000Tm3(TM3[code]);
  if (code > 32_600 && code <= 32_660) return wgs84Utm(code - 32_600);
  if (code === WEB_MERCATOR)
    return converted('WGS 84 / Web Mercator', '+proj=merc +a=6378137 +b=6378137 +units=m +nadgrids=@null');
  return undefined;
}

/** A .prj file (WKT 1 as ESRI or GDAL write it). Undefined: not one of ours; `crsTitle` names it. */
export function crsFromWkt(wkt: string): Crs | undefined {
  const text = wkt.slice(0, MAX_WKT);
  if (/^\s*\w*(?:CRS|CS84)\s*\[/i.test(text)) return undefined;
  const isVn2000 = /VN[-_ ]?2000|Viet[-_ ]?nam[-_ ]?2000/i.test(text);
  const isWgs84 = /DATUM\s*\[\s*"(?:D_)?WGS[-_ ]?(?:19)?84/i.test(text);
  const hasItsSpheroid = /SPHEROID\s*\[\s*"[^"]*"\s*,\s*6378137(?:\.0*)?\s*,\s*298\.25722\d*/i.test(text);
  if (!hasItsSpheroid || !(isVn2000 || isWgs84)) return undefined;
  if (!/PROJCS\s*\[/i.test(text)) return isVn2000 ? vn2000Degrees() : WGS84;
  return projected(text, isVn2000);
}

/** What a .prj file calls its system. */
export function crsTitle(wkt: string): string {
  return /^[^"]{0,40}"([^"]{1,80})"/.exec(wkt)?.[1] ?? wkt.slice(0, 40);
}

function projected(wkt: string, isVn2000: boolean): Crs | undefined {
  if (!/PROJECTION\s*\[\s*"(?:Transverse_Mercator|Gauss_Kruger)"/i.test(wkt)) return undefined;
  if (!/UNIT\s*\[\s*"met(?:er|re)"\s*,\s*1(?:\.0*)?\s*[\],]/i.test(wkt)) return undefined;
  const parameter = (name: string): number | undefined => {
    const value = new RegExp(`PARAMETER\\s*\\[\\s*"${name}"\\s*,\\s*(-?[\\d.]{1,20})`, 'i').exec(wkt)?.[1];
    return value === undefined ? undefined : Number(value);
  };
  const meridian = parameter('Central_Meridian');
  const scale = parameter('Scale_Factor');
  if (meridian === undefined || scale === undefined) return undefined;
  return transverseMercator({
    meridian,
    scale,
    isVn2000,
    originLat: parameter('Latitude_Of_Origin') ?? 0,
    easting: parameter('False_Easting') ?? 0,
    northing: parameter('False_Northing') ?? 0,
  });
}

interface TransverseMercator {
  meridian: number;
  scale: number;
  isVn2000: boolean;
  originLat?: number;
  easting?: number;
  northing?: number;
}

function transverseMercator(tm: TransverseMercator): Crs {
  const { meridian, scale, isVn2000, originLat = 0, easting = 500_000, northing = 0 } = tm;
  const name = `${isVn2000 ? 'VN-2000' : 'WGS 84'} / ${projectionName(meridian, scale)}`;
  const grid = `+proj=tmerc +lat_0=${originLat} +lon_0=${meridian} +k=${scale} +x_0=${easting} +y_0=${northing}`;
  return converted(name, `${grid} +ellps=WGS84 +units=m ${isVn2000 ? VN2000_SHIFT : '+towgs84=0,0,0'}`);
}

function projectionName(meridian: number, scale: number): string {
  if (scale === UTM_SCALE && (meridian + 183) % 6 === 0) return `UTM ${(meridian + 183) / 6}N`;
  const minutes = Math.round(meridian * 60);
  const degrees = `${Math.trunc(minutes / 60)}°${String(Math.abs(minutes % 60)).padStart(2, '0')}′`;
  return `${scale === TM3_SCALE ? 'TM-3' : 'TM'} ${degrees}`;
}

function vn2000Degrees(): Crs {
  return converted('VN-2000', `+proj=longlat +ellps=WGS84 ${VN2000_SHIFT}`);
}

function vn2000Utm(zone: number): Crs {
  return transverseMercator({ meridian: zone * 6 - 183, scale: UTM_SCALE, isVn2000: true });
}

function vn2000Tm3(meridian: number): Crs {
  return transverseMercator({ meridian, scale: TM3_SCALE, isVn2000: true });
}

function wgs84Utm(zone: number): Crs {
  return transverseMercator({ meridian: zone * 6 - 183, scale: UTM_SCALE, isVn2000: false });
}

function converted(name: string, definition: string): Crs {
  const converter = proj4(definition, '+proj=longlat +datum=WGS84');
  return {
    name,
    toWgs84: ([x, y]) => {
      try {
        const [lon, lat] = converter.forward([x, y]);
        return [lon!, lat!];
      } catch {
        return [Number.NaN, Number.NaN];
      }
    },
  };
}

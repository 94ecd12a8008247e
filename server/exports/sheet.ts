/** What is taken out of the system as features of a map: the same whatever format it is written in. */
import { formatLocalTime, formatUtcTime } from '../../geofences/position-text.ts';

export type Language = 'vi' | 'en';
export type Plain = string | number | boolean;

type Position = [lon: number, lat: number];

/** A stretch of a track without a gap; times are epoch ms. */
export interface TrackPiece {
  positions: Position[];
  times: number[];
  /** What else is known of each position; written where a format has room for it. */
  details?: Record<string, Plain | undefined>[];
}

export type ExportShape =
  | { type: 'Point'; coordinates: Position; radiusNm?: number }
  | { type: 'LineString'; coordinates: Position[] }
  | { type: 'MultiLineString'; coordinates: Position[][] }
  | { type: 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] }
  | { type: 'Track'; pieces: TrackPiece[] };

export interface ExportFeature {
  id: string;
  name: string;
  shape: ExportShape;
  /** Epoch ms. */
  time?: number;
  /** By name; what is not known is absent. What is no plain value is written as JSON. */
  properties: Record<string, Plain | object | undefined>;
}

export interface MapSheet {
  title: string;
  /** When, of what, by whom, and what its words mean: one sentence a line. */
  about: string[];
  features: ExportFeature[];
  /** Our own import reads it: a CSV has its heading in the first line and nothing above. */
  isTakenBack?: boolean;
}

export function propertyText(value: Plain | object): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

export const mapFormats = ['geojson', 'kml', 'gpx', 'csv'] as const;
export type MapFormat = (typeof mapFormats)[number];

export const mapTypes: Record<MapFormat, string> = {
  geojson: 'application/geo+json',
  kml: 'application/vnd.google-earth.kml+xml',
  gpx: 'application/gpx+xml',
  csv: 'text/csv; charset=utf-8',
};

/** `Lập lúc 24/11 08:05 (GMT+7) = 24/11 01:05 UTC, năm 2026, bởi lan.` @param now epoch ms */
export function madeWords(now: number, by: string, language: Language): string {
  const year = new Date(now).getUTCFullYear();
  const when = `${formatLocalTime(now)} = ${formatUtcTime(now)}`;
  return language === 'vi' ? `Lập lúc ${when}, năm ${year}, bởi ${by}.` : `Made ${when}, ${year}, by ${by}.`;
}

export const keepSecret = {
  vi: 'Vị trí tàu cá không được chia sẻ khi chưa được phép; việc xuất tệp này đã được ghi vào nhật ký.',
  en: 'Positions of fishing vessels are not to be shared without leave; that this file was taken out is on record.',
};

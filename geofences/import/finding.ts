/** What is wrong with a file of zones: a stable code, a sentence in both languages, where, and a repair if there is one. */
import { formatPosition } from '../position-text.ts';
import type { BothLanguages } from '../sentences.ts';
import { type AttributeName, draftLabel, type Position, type ZoneDraft } from './draft.ts';

/** `error`: cannot be used as it is · `warning`: a person should look · `info`: good to know. */
export type Severity = 'error' | 'warning' | 'info';

export type FindingCode =
  // the file
  | 'file-too-large'
  | 'format-unknown'
  | 'file-broken'
  | 'unpacks-too-large'
  | 'nested-too-deep'
  | 'too-many-zones'
  | 'too-many-vertices'
  | 'no-zones'
  | 'left-out'
  | 'crs-missing'
  | 'crs-unsupported'
  | 'crs-converted'
  | 'column-missing'
  | 'row-unreadable'
  | 'letters-ambiguous'
  | 'position-unreadable'
  // shape
  | 'empty'
  | 'points-only'
  | 'unclosed-ring'
  | 'too-few-vertices'
  | 'duplicate-vertices'
  | 'spike'
  | 'self-crossing'
  | 'self-touching'
  | 'hole-outside'
  | 'parts-overlap'
  | 'too-tangled'
  // place and size
  | 'swapped-lat-lon'
  | 'position-impossible'
  | 'outside-region'
  | 'on-land'
  | 'partly-on-land'
  | 'no-area'
  | 'small-area'
  | 'huge-area'
  // attributes
  | 'duplicate-id'
  | 'missing-name'
  | 'kind-missing'
  | 'attribute-invalid'
  | 'side-missing'
  | 'radius-missing'
  | 'date-invalid'
  | 'dates-reversed'
  | 'season-invalid'
  // beside the zones there are
  | 'replaces-zone'
  | 'overlaps-zone';

export interface Place {
  lon?: number;
  lat?: number;
  /** Degrees and minutes. */
  text?: string;
  /** Of an area that has several parts, from 1. */
  part?: number;
  /** 0 the outer ring, from 1 the holes. */
  ring?: number;
  /** Vertex in its ring or line, from 1. */
  vertex?: number;
  /** Line of a text file, from 1. */
  line?: number;
}

interface Repair extends BothLanguages {
  /** The repaired zone. Pure; does nothing to a zone that doesn't need it. */
  apply: (draft: ZoneDraft) => ZoneDraft;
}

export interface Finding extends BothLanguages {
  code: FindingCode;
  severity: Severity;
  /** Absent: the file as a whole; a repair then applies to all its zones. */
  zone?: { key: number; id: string; name: string };
  /** Of `attribute-invalid`: which one. */
  attribute?: AttributeName;
  /** The first of them; `count` says how many there are. */
  places: Place[];
  count: number;
  repair?: Repair;
}

/** Further ones are counted only. */
export const MAX_PLACES = 20;

export interface FindingParts {
  vi: string;
  en: string;
  places?: Place[];
  /** Default: the number of places. */
  count?: number;
  repair?: Repair;
}

export function fileFinding(code: FindingCode, severity: Severity, parts: FindingParts): Finding {
  const { vi, en, repair } = parts;
  const places = parts.places ?? [];
  const finding: Finding = {
    code,
    severity,
    vi,
    en,
    places: places.slice(0, MAX_PLACES),
    count: parts.count ?? Math.max(places.length, 1),
  };
  if (repair) finding.repair = repair;
  return finding;
}

/** The sentences are completed with the zone's name in front. */
export function zoneFinding(draft: ZoneDraft, code: FindingCode, severity: Severity, parts: FindingParts): Finding {
  const name = draftLabel(draft);
  const vi = `Vùng “${name}”: ${parts.vi}`;
  const en = `Zone “${name}”: ${parts.en}`;
  const { key, id } = draft;
  return { ...fileFinding(code, severity, { ...parts, vi, en }), zone: { key, id, name } };
}

export function placeAt([lon, lat]: Position, more: Partial<Place> = {}): Place {
  // A latitude beyond the pole has no name; the numbers say it.
  const text = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? formatPosition(lon, lat) : `[${lon}, ${lat}]`;
  return { lon, lat, text, ...more };
}

/** `đỉnh 5 (15°28.3′N 108°41.0′E)`; the part and the ring are named where there are several. */
export function placeText(place: Place | undefined, language: 'vi' | 'en'): string {
  if (!place) return '?';
  const vi = language === 'vi';
  const steps: string[] = [];
  if (place.line !== undefined) steps.push(`${vi ? 'dòng' : 'line'} ${place.line}`);
  if (place.part !== undefined) steps.push(`${vi ? 'phần' : 'part'} ${place.part}`);
  if (place.ring) steps.push(`${vi ? 'lỗ' : 'hole'} ${place.ring}`);
  if (place.vertex !== undefined) steps.push(`${vi ? 'đỉnh' : 'vertex'} ${place.vertex}`);
  const path = steps.join(', ');
  if (place.text === undefined) return path;
  return path === '' ? place.text : `${path} (${place.text})`;
}

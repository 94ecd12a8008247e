/** How zones are written on this page. */
import type { Zone } from '../../geofences/types.ts';
import { formatDecimal, speaker, t } from '../i18n/t.ts';
import { type ZoneKey, zoneMessages } from '../i18n/zones-catalogue.ts';
import { choiceWords } from '../rules/words.ts';
import { dayText } from '../ui/written-time.ts';
import type { ChangedPart } from './changes.ts';
import { areaOf } from './shaping/reshaped.ts';
import { strandsOf } from './strands.ts';
import { dayMonth } from './validity.ts';
import '../i18n/rules-texts.ts';
import '../i18n/panel-texts.ts';

/** The page's own text in the language of the screen. */
export const z = speaker(zoneMessages);

/** `12-15` for `15/12`; undefined when that is no day of any year. */
export function monthDayOf(text: string): string | undefined {
  const [, day, month] = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*$/.exec(text) ?? [];
  if (day === undefined || month === undefined) return undefined;
  const iso = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`2028-${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(5, 10) === iso ? iso : undefined;
}

const NAMES: Partial<Record<ChangedPart, ZoneKey>> = {
  shape: 'changes.shape',
  name: 'form.name',
  nameEn: 'form.nameEn',
  kind: 'form.kind',
  source: 'form.source',
  legalBasis: 'form.legalBasis',
  faults: 'form.faults',
  validFrom: 'form.validFrom',
  validTo: 'form.validTo',
  code: 'form.code',
  province: 'form.province',
  edges: 'form.edges',
  ourSide: 'form.ourSide',
  radiusNm: 'form.radius',
  corridorNm: 'form.corridor',
};

/** A part without words of its own is called as the file calls it. */
export function partName(part: ChangedPart): string {
  if (part === 'season') return t('zone.everyYear', { from: '', to: '' }).trim();
  const key = NAMES[part];
  return key ? z(key) : part;
}

export function partWords(zone: Zone, part: ChangedPart): string {
  if (part === 'shape') return shapeWords(zone);
  const value = zone.properties[part];
  if (value === undefined) return '–';
  if (part === 'kind') return choiceWords(String(value));
  if (part === 'season') {
    const { from, to } = zone.properties.season!;
    return t('zone.everyYear', { from: dayMonth(from), to: dayMonth(to) });
  }
  if (part === 'ourSide') return z(value === 'left' ? 'form.left' : 'form.right');
  if (part === 'edges') return z(`form.${zone.properties.edges!}`);
  if (part === 'validFrom' || part === 'validTo') return dayText(String(value));
  if (typeof value === 'number') return formatDecimal(value);
  if (typeof value === 'boolean') return t(value ? 'rules.yes' : 'rules.no');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function shapeName({ geometry }: Zone): string {
  if (geometry.type === 'Point') return z('draw.circle');
  return z(geometry.type.endsWith('LineString') ? 'draw.linestring' : 'draw.polygon');
}

function shapeWords(zone: Zone): string {
  const strands = strandsOf(zone);
  const area = areaWords(zone);
  if (zone.geometry.type === 'Point') return `${shapeName(zone)} · ${area}`;
  const n = strands.reduce((sum, { positions }) => sum + positions.length, 0);
  const words = z('changes.shapeWords', { what: shapeName(zone), n });
  return area === '' ? words : `${words} · ${area}`;
}

/** Square kilometres and square nautical miles, on the ellipsoid; empty for a line. */
export function areaWords(zone: Zone): string {
  const area = areaOf(zone);
  return area ? z('area', { km2: digits(area.km2), nm2: digits(area.squareNm) }) : '';
}

/** Four digits that mean something; more than any outline is known by. */
function digits(value: number): string {
  return formatDecimal(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

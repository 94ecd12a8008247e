/** What a settings document consists of, as its form, its reading view and the list of its differences need to know. */
import { formatLocalTime } from '../../geofences/position-text.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import type { Contact, Unit } from '../../server/models/contact.ts';
import { formatDecimal, type Key, said, t } from '../i18n/t.ts';
import { identity } from '../live/picture.ts';
import { dayText } from '../ui/written-time.ts';
import '../i18n/settings-texts.ts';
import '../i18n/rules-texts.ts';

/** What documents refer to. */
export interface Land {
  rules: readonly Rule[];
  zones: readonly Zone[];
  contacts: readonly Contact[];
  units: readonly Unit[];
  /** What is being changed, whole. */
  draft: unknown;
}

export interface Option {
  value: string | number;
  text: string;
}
type Options = (land: Land) => Option[];

interface Common {
  label: Key;
  /** What it is good for, in a line beneath. */
  hint?: Key;
  isOptional?: boolean;
}
export type LeafField = Common &
  (
    | { kind: 'text'; isLong?: boolean }
    | { kind: 'words' }
    | { kind: 'number' }
    | { kind: 'flag' }
    | { kind: 'time' }
    | { kind: 'day' }
    /** Epoch ms, entered as a day: its end in Việt Nam. */
    | { kind: 'until' }
    | { kind: 'choice'; options: Options }
    | { kind: 'choices'; options: Options }
    /** Ids, found by what people call a vessel. */
    | { kind: 'vessels' }
    /** Codes, with commas between. */
    | { kind: 'codes' }
  );
export interface GroupField extends Common {
  kind: 'group';
  fields: Record<string, Field>;
}
export interface ListField extends Common {
  kind: 'list';
  item: GroupField;
  /** What it means that there is none, and what to do. */
  empty?: Key;
  /** An item in a line. */
  title(item: never, land: Land): string;
  fresh(): unknown;
}
export type Field = LeafField | GroupField | ListField;

export interface Difference {
  place: string;
  /** Absent: it was not there. */
  before?: string;
  after?: string;
}

const DAY_END = 'T23:59:59+07:00';
const LOCAL_OFFSET_MS = 7 * 3_600_000;

/** The day in Việt Nam, as a date field has it. */
export function dayOf(time: number): string {
  return new Date(time + LOCAL_OFFSET_MS).toISOString().slice(0, 10);
}

/** @returns epoch ms; undefined when that is no day */
export function endOfDay(day: string): number | undefined {
  const time = Date.parse(day + DAY_END);
  return Number.isNaN(time) ? undefined : time - (time % 1000);
}

export function valueWords(field: LeafField, value: unknown, land: Land): string {
  if (value === undefined || value === '') return t('settings.notSet');
  switch (field.kind) {
    case 'words':
      return said(value as { vi: string; en: string });
    case 'number':
      return formatDecimal(value as number);
    case 'flag':
      return t(value ? 'rules.yes' : 'rules.no');
    case 'day':
      return dayText(value as string);
    case 'until':
      return formatLocalTime(value as number);
    case 'choice':
      return optionText(field.options(land), value as string);
    case 'choices': {
      const all = field.options(land);
      const texts = (value as (string | number)[]).map((one) => optionText(all, one));
      return texts.length === 0 ? t('settings.none') : texts.join(', ');
    }
    case 'vessels':
      return (value as string[]).map(vesselLabel).join(', ');
    case 'codes':
      return (value as string[]).join(', ');
    default:
      return String(value);
  }
}

/** As the map knows it. */
export function vesselLabel(id: string): string {
  return identity(id)?.label ?? id;
}

function optionText(all: readonly Option[], value: string | number): string {
  return all.find((one) => one.value === value)?.text ?? String(value);
}

/** What is other in one document than in another, place by place. Items of a list are the same when their ids are. */
export function differences(field: Field, before: unknown, after: unknown, land: Land, place = ''): Difference[] {
  if (same(before, after)) return [];
  if (field.kind === 'list') return listDifferences(field, list(before), list(after), land, place);
  if (field.kind !== 'group') {
    const words = (value: unknown) => (value === undefined ? undefined : fullWords(field, value, land));
    return [{ place: join(place, t(field.label)), before: words(before), after: words(after) }];
  }
  const parts = (value: unknown) => (value ?? {}) as Record<string, unknown>;
  return Object.entries(field.fields).flatMap(([name, part]) =>
    differences(part, parts(before)[name], parts(after)[name], land, place),
  );
}

/** A wording in both languages, since either may have changed. */
function fullWords(field: LeafField, value: unknown, land: Land): string {
  if (field.kind !== 'words') return valueWords(field, value, land);
  const { vi, en } = value as { vi: string; en: string };
  return `${vi} / ${en}`;
}

function listDifferences(
  field: ListField,
  before: unknown[],
  after: unknown[],
  land: Land,
  place: string,
): Difference[] {
  const name = (item: unknown) => join(place, field.title(item as never, land));
  const gone = before.filter((one) => !after.some((other) => same(one, other)));
  const fresh = after.filter((one) => !before.some((other) => same(one, other)));
  const found: Difference[] = [];
  for (const [n, item] of fresh.entries()) {
    const id = idOf(item);
    // Items without ids that stand at the same turn among what changed are taken for one that was changed.
    const old = id === undefined ? gone[n] : gone.find((one) => idOf(one) === id);
    if (old !== undefined) found.push(...differences(field.item, old, item, land, name(old)));
    else found.push({ place: join(place, t(field.label)), after: field.title(item as never, land) });
  }
  for (const [n, item] of gone.entries()) {
    const id = idOf(item);
    const stays = id === undefined ? n < fresh.length : fresh.some((one) => idOf(one) === id);
    if (!stays) found.push({ place: join(place, t(field.label)), before: field.title(item as never, land) });
  }
  if (found.length === 0) found.push({ place: join(place, t(field.label)), after: t('settings.order') });
  return found;
}

function idOf(item: unknown): unknown {
  return (item as { id?: unknown }).id;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function join(place: string, more: string): string {
  return place === '' ? more : `${place} › ${more}`;
}

/** Alike as JSON: what is absent and what is undefined are one. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, part]) => [name, sorted(part)]));
}

/** What a map shows, as files: a track, zones, alerts, notes (the fleet: fleet.ts). Each file is an act. */
import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Fix } from '../../geofences/fix.ts';
import { formatTime } from '../../geofences/position-text.ts';
import type { Zone } from '../../geofences/types.ts';
import { fileStamp, sendMap } from '../exports/send.ts';
import {
  type ExportFeature,
  keepSecret,
  type Language,
  type MapFormat,
  madeWords,
  mapFormats,
  mapTypes,
} from '../exports/sheet.ts';
import { trackFeature } from '../exports/track-feature.ts';
import { zoneFeature } from '../exports/zone-feature.ts';
import { say, type Words } from '../fleet/words.ts';
import type { Entry } from '../models/entry.ts';
import type { Contract } from './contract.ts';
import { readZones } from './documents.ts';
import { checked, notFound } from './faults.ts';
import { searchLimit } from './limits.ts';
import { findVessel, lookerOf } from './look-ups.ts';
import { idParam, timeParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const DAY_MS = 86_400_000;
/** Of a track: what a class A vessel sends in four days. */
const MOST_FIXES = 100_000;
const MOST_ALERTS = 5000;
const MOST_NOTES = 1000;

const lang = z.enum(['vi', 'en']).default('vi');
const trackQuery = z.object({ from: timeParam.optional(), to: timeParam.optional(), lang });
const zoneQuery = z.object({ id: idParam.optional(), lang });
const noteQuery = z.object({ lang });
const alertQuery = z.object({
  state: z.enum(['open', 'all']).default('open'),
  vessel: idParam.optional(),
  since: timeParam.optional(),
  lang,
});

interface Sheet {
  what: 'track' | 'zones' | 'alerts' | 'notes';
  title: Words;
  /** What it is of, and what its words mean. */
  about: Words[];
  features: ExportFeature[];
  /** As the act says it. */
  asked: Record<string, unknown>;
  rows: number;
  isSecret: boolean;
  language: Language;
}

export function mapFileRoutes(context: ApiContext): Route[] {
  const limiter = searchLimit();
  const files = (
    path: string,
    contract: Omit<Contract, 'gives'>,
    make: (request: Request) => Promise<Sheet>,
    reach: Route['reach'] = 'own',
  ): Route[] =>
    mapFormats.map((format) => ({
      method: 'get',
      path: `${path}.${format}`,
      access: 'read',
      reach,
      contract: { ...contract, gives: { 200: { media: [mapTypes[format].split(';')[0]!] } } },
      limiter,
      handle: async (request, response) => send(context, response, format, await make(request)),
    }));
  return [
    ...files(
      '/vessels/:id/track',
      { vi: 'Hành trình tàu thành tệp', en: 'A track as a file; taking it out is an act', query: trackQuery },
      (request) => trackSheet(context, request),
    ),
    ...files(
      '/zones',
      { vi: 'Vùng biển thành tệp', en: 'Zones as a file', query: zoneQuery, fails: ['not-found'] },
      (request) => zoneSheet(context, request),
    ),
    ...files('/alerts', { vi: 'Cảnh báo thành tệp', en: 'Alerts as a file', query: alertQuery }, (request) =>
      alertSheet(context, request),
    ),
    ...files(
      '/map/notes',
      { vi: 'Ghi chú trên bản đồ thành tệp', en: 'Notes on the map as a file', query: noteQuery },
      (request) => noteSheet(context, request),
      'unit',
    ),
  ];
}

/** On record before the first byte of it leaves. */
async function send(context: ApiContext, response: Response, format: MapFormat, sheet: Sheet): Promise<void> {
  const { what, title, about, features, asked, rows, isSecret, language } = sheet;
  const now = context.clock();
  const by = actor(response);
  const entry: Entry = { type: 'exported', what, asked: { format, ...asked }, rows, ...lookerOf(response) };
  await context.room.act(entry);
  const lines = [madeWords(now, by, language), ...about.map((words) => say(words, language))];
  if (isSecret) lines.push(keepSecret[language]);
  const name = `haidang-${what}-${fileStamp(now)}`;
  await sendMap(response, name, format, {
    title: say(title, language),
    about: lines,
    features,
    isTakenBack: what === 'zones',
  });
}

async function trackSheet({ store, clock }: ApiContext, request: Request): Promise<Sheet> {
  const query = checked(trackQuery, request.query);
  const { vessel, latest } = await findVessel(store, pathPart(request, 'id'));
  const to = query.to ?? latest?.fixTime ?? clock();
  const from = query.from ?? to - 2 * DAY_MS;
  let fixes: Fix[] = [];
  let isCut = false;
  for await (const piece of store.trackPieces({ vesselId: vessel.id, from, to })) {
    for (const fix of piece) fixes.push(fix);
    if (fixes.length <= 2 * MOST_FIXES) continue;
    fixes = fixes.slice(-MOST_FIXES);
    isCut = true;
  }
  if (fixes.length > MOST_FIXES) {
    fixes = fixes.slice(-MOST_FIXES);
    isCut = true;
  }
  const [begin, end] = [fixes[0]?.fixTime ?? from, fixes.at(-1)?.fixTime ?? to];
  const span = `${formatTime(begin)} – ${formatTime(end)}`;
  return {
    what: 'track',
    title: [`Hải Đăng: hành trình ${vessel.label}`, `Hải Đăng: track of ${vessel.label}`],
    about: [
      [`${vessel.label}: ${fixes.length} vị trí, ${span}.`, `${vessel.label}: ${fixes.length} positions, ${span}.`],
      [
        'Đường đứt nơi không nghe thấy tàu lâu hơn hai nhịp báo (ít nhất 1 giờ). Giờ định vị là UTC.',
        'The line breaks where the vessel was not heard for more than two of its intervals (1 h at least). Fix times are UTC.',
      ],
      ...(isCut ? [[`Chỉ ${MOST_FIXES} vị trí mới nhất.`, `The newest ${MOST_FIXES} positions only.`] as const] : []),
    ],
    features: fixes.length > 0 ? [trackFeature(vessel, fixes)] : [],
    asked: { vesselId: vessel.id, registration: vessel.registration, from, to },
    rows: fixes.length,
    isSecret: true,
    language: query.lang,
  };
}

async function zoneSheet({ store }: ApiContext, request: Request): Promise<Sheet> {
  const { id, lang: language } = checked(zoneQuery, request.query);
  const all = await readZones(store);
  const zones: Zone[] = id === undefined ? all : all.filter((zone) => zone.id === id);
  if (id !== undefined && zones.length === 0) throw notFound({ vi: `vùng “${id}”`, en: `The zone “${id}”` });
  return {
    what: 'zones',
    title: ['Hải Đăng: vùng và ranh giới', 'Hải Đăng: zones and boundaries'],
    about: [[`${zones.length} vùng.`, `${zones.length} zones.`]],
    features: zones.map((zone) => zoneFeature(zone, language)),
    asked: { ...(id !== undefined && { id }) },
    rows: zones.length,
    isSecret: false,
    language,
  };
}

async function alertSheet({ store }: ApiContext, request: Request): Promise<Sheet> {
  const { state, vessel: vesselId, since, lang: language } = checked(alertQuery, request.query);
  const alerts = await store.alerts({ state, vesselId, since, limit: MOST_ALERTS });
  const labels = new Map<string, string>();
  const features: ExportFeature[] = [];
  for (const { id, occurrence, response, text } of alerts) {
    const { lon, lat, raisedAt, clearedAt, kind, ruleId, priority, zoneId } = occurrence;
    if (!labels.has(occurrence.vesselId)) {
      labels.set(occurrence.vesselId, (await store.vessel(occurrence.vesselId))?.label ?? occurrence.vesselId);
    }
    const vessel = labels.get(occurrence.vesselId)!;
    features.push({
      id,
      name: `${vessel}: ${kind}`,
      time: raisedAt,
      shape: { type: 'Point', coordinates: [lon, lat] },
      properties: {
        ...{ vessel, kind, rule: ruleId, zone: zoneId, priority, state: occurrence.state, response: response.state },
        clearedAt: clearedAt === undefined ? undefined : new Date(clearedAt).toISOString(),
        text: text[language],
      },
    });
  }
  return {
    what: 'alerts',
    title: ['Hải Đăng: cảnh báo', 'Hải Đăng: alerts'],
    about: [
      state === 'open'
        ? [`${alerts.length} cảnh báo đang mở (chưa đóng).`, `${alerts.length} open alerts (not closed).`]
        : [`${alerts.length} cảnh báo.`, `${alerts.length} alerts.`],
      ['Vị trí và giờ là lúc phát sinh, giờ UTC.', 'Place and time are those of the raise, in UTC.'],
      ...(alerts.length === MOST_ALERTS
        ? [[`Chỉ ${MOST_ALERTS} cảnh báo mới nhất.`, `The newest ${MOST_ALERTS} only.`] as const]
        : []),
    ],
    features,
    asked: { state, ...(vesselId !== undefined && { vesselId }), ...(since !== undefined && { since }) },
    rows: alerts.length,
    isSecret: true,
    language,
  };
}

async function noteSheet({ store, clock }: ApiContext, request: Request): Promise<Sheet> {
  const { lang: language } = checked(noteQuery, request.query);
  const notes = await store.mapNotes({ limit: MOST_NOTES, shownAt: clock() });
  return {
    what: 'notes',
    title: ['Hải Đăng: ghi chú trên bản đồ', 'Hải Đăng: notes on the map'],
    about: [[`${notes.length} ghi chú.`, `${notes.length} notes.`]],
    features: notes.map(({ id, text, lon, lat, by, at, expiresAt }) => ({
      id,
      name: text.split('\n')[0]!,
      time: at,
      shape: { type: 'Point', coordinates: [lon, lat] },
      properties: { text, by, until: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString() },
    })),
    asked: {},
    rows: notes.length,
    isSecret: true,
    language,
  };
}

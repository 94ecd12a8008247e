/** The fleet's table: a window of its rows for a screen, all of it as a file. Each file is an act. */
import type { Response } from 'express';
import { z } from 'zod';
import { csvLine } from '../../decoders/tables/csv-text.ts';
import { fileStamp, sendMap, sendPieces } from '../exports/send.ts';
import { keepSecret, type Language, type MapFormat, madeWords } from '../exports/sheet.ts';
import { type WorkbookCell, WorkbookMaker, type WorkbookSheet } from '../exports/workbook.ts';
import { featureOf, fleetColumns, type TableValue } from '../fleet/columns.ts';
import type { FleetRow } from '../fleet/entry.ts';
import { inOrder } from '../fleet/order.ts';
import { type FleetFacets, type FleetFilter, selected } from '../fleet/query.ts';
import { askedOf, type FleetOrder, fleetQuestion } from '../fleet/questions.ts';
import { Selections } from '../fleet/selections.ts';
import { type FleetState, type LengthClass, lengthClassOf, stateOf } from '../fleet/states.ts';
import { definitions, filterWords, say } from '../fleet/words.ts';
import { vesselFilter } from '../models/vessel-group.ts';
import { fleetPage } from './answers/map.ts';
import { checked } from './faults.ts';
import { seenNow } from './guarded-store.ts';
import { registryBody, searchLimit } from './limits.ts';
import { lookerOf, recordListing } from './look-ups.ts';
import { type ApiContext, actor, type Route } from './route.ts';

const page = fleetQuestion.extend({
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** With how many there are to each choice of a filter. */
  facets: z.enum(['yes', 'no']).default('no'),
});
const download = fleetQuestion.extend({ lang: z.enum(['vi', 'en']).default('vi') });

const fileFormats = ['csv', 'xlsx', 'geojson', 'kml', 'gpx'] as const;
type FileFormat = (typeof fileFormats)[number];
const shownDownload = z.object({ format: z.enum(fileFormats), lang: z.enum(['vi', 'en']).default('vi') });
/** What a map shows, which only the browser knows: whom, and by which filter, for the record. */
const shownOnMap = z.strictObject({
  vessels: z.array(z.string().min(1).max(100)).min(1).max(100_000),
  filter: vesselFilter.extend({ groups: z.array(z.string().min(1).max(100)).max(100).optional() }),
});

const mediaOf: Record<FileFormat, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  geojson: 'application/geo+json',
  kml: 'application/vnd.google-earth.kml+xml',
  gpx: 'application/gpx+xml',
};

/** One row of the table, as a screen is sent it. */
export interface ShownRow {
  id: string;
  label: string;
  registered: boolean;
  registration?: string;
  name?: string;
  mmsi?: number;
  deviceId?: string;
  lengthM?: number;
  lengthClass: LengthClass;
  gear?: string;
  port?: string;
  unit?: string;
  state: FleetState;
  fixTime?: number;
  intervalMin: number;
  lon?: number;
  lat?: number;
  speedKn?: number;
  courseDeg?: number;
  source?: string;
  licenceUntil?: string;
  alerts: number;
  priority?: number;
}

export interface FleetAnswer {
  /** By the server's clock, epoch ms. */
  time: number;
  /** Vessels that fit the filter. */
  total: number;
  /** Place of the first row among them. */
  offset: number;
  rows: ShownRow[];
  facets?: FleetFacets;
}

export function fleetRoutes(context: ApiContext): Route[] {
  const maker = new WorkbookMaker(context.workbookWorker);
  const selections = new Selections();
  const limiter = searchLimit();
  const shared = { method: 'get', access: 'read', reach: 'own' } as const;
  const senders: Record<FileFormat, (out: Outgoing) => Promise<void>> = {
    csv: ({ response, name, ...table }) =>
      sendPieces(response, `${name}.csv`, 'text/csv; charset=utf-8', csvPieces(table)),
    async xlsx({ response, name, ...table }) {
      const made = await maker.make({ sheets: sheetsOf(table) });
      response.setHeader('Content-Type', mediaOf.xlsx);
      response.setHeader('Content-Disposition', `attachment; filename="${name}.xlsx"`);
      response.end(made);
    },
    geojson: (out) => sendFeatures(out, 'geojson'),
    kml: (out) => sendFeatures(out, 'kml'),
    gpx: (out) => sendFeatures(out, 'gpx'),
  };
  const file = (ending: FileFormat): Route => ({
    ...shared,
    path: `/fleet.${ending}`,
    contract: {
      vi: `Danh sách tàu thành tệp (${ending}), có ghi lại ai lấy`,
      en: `The fleet’s table as a file (${ending}); taking it out is an act`,
      query: download,
      gives: { 200: { media: [mediaOf[ending]] } },
    },
    limiter,
    async handle(request, response) {
      const { lang: language, ...question } = checked(download, request.query);
      const { filter, order } = askedOf(question);
      const { rows, now } = await find(context, selections, filter, order);
      const asked = { format: ending, ...JSON.parse(JSON.stringify({ ...filter, ...order })) };
      await takeOut({ context, response, rows, now, language, filter, asked, send: senders[ending] });
    },
  });
  return [
    {
      ...shared,
      path: '/fleet',
      contract: {
        vi: 'Bảng đội tàu',
        en: 'The fleet’s table, a window of its rows',
        query: page,
        gives: { 200: fleetPage },
      },
      async handle(request, response) {
        const { offset, limit, facets, ...question } = checked(page, request.query);
        const { filter, order } = askedOf(question);
        const { rows, facetsNow, now } = await find(context, selections, filter, order);
        const answer: FleetAnswer = {
          ...{ time: now, total: rows.length, offset },
          rows: rows.slice(offset, offset + limit).map((row) => shown(row, now)),
          ...(facets === 'yes' && { facets: facetsNow() }),
        };
        await recordListing(context, response, 'table', answer.rows.length, { ...filter, ...order, offset });
        response.json(answer);
      },
    },
    ...fileFormats.map(file),
    {
      ...{ method: 'post', path: '/fleet/shown', access: 'read', reach: 'own' },
      contract: {
        vi: 'Các tàu mà bản đồ đang hiện theo bộ lọc của nó thành tệp, có ghi lại ai lấy',
        en: 'The vessels that a map shows by its filter, as a file; taking it out is an act',
        query: shownDownload,
        body: shownOnMap,
        gives: { 200: { media: Object.values(mediaOf) } },
      },
      limiter,
      body: registryBody,
      async handle(request, response) {
        const { format, lang: language } = checked(shownDownload, request.query);
        const { vessels, filter: by } = checked(shownOnMap, request.body);
        const filter: FleetFilter = { of: 'all', only: new Set(vessels) };
        const order = await context.fleet.ordered('label');
        const now = context.clock();
        const rows = selected(inOrder(order, 'asc'), filter, seenNow(), now);
        const asked = { format, of: 'shown', shown: filter.only!.size, filter: by };
        await takeOut({ context, response, rows, now, language, filter, asked, send: senders[format] });
      },
    },
  ];
}

function sendFeatures({ response, name, title, about, rows, now, language }: Outgoing, format: MapFormat) {
  const features = rows.flatMap((row) => featureOf(row, now, language) ?? []);
  return sendMap(response, name, format, { title, about, features });
}

async function find({ fleet, clock }: ApiContext, selections: Selections, filter: FleetFilter, by: FleetOrder) {
  const order = await fleet.ordered(by.sort);
  const now = clock();
  const seen = seenNow();
  const rows = selections.of(order, by, filter, seen, now);
  return { rows, now, facetsNow: () => selections.facets(order, filter.of, seen, now) };
}

function shown({ entry, fix, unit, port, alerts, priority }: FleetRow, now: number): ShownRow {
  const { id, label, registered, registration, name, mmsi, deviceId, lengthM, gear, intervalMin, licenceUntil } = entry;
  return {
    ...{ id, label, registered, registration, name, mmsi, deviceId, lengthM, gear, intervalMin, licenceUntil },
    ...{ lengthClass: lengthClassOf(lengthM), port, unit: unit?.name, alerts, priority },
    ...{ state: stateOf(now, intervalMin, fix), ...fix },
  };
}

interface Table {
  title: string;
  about: string[];
  rows: FleetRow[];
  now: number;
  language: Language;
}

interface Outgoing extends Table {
  response: Response;
  name: string;
}

interface TakingOut {
  context: ApiContext;
  response: Response;
  rows: readonly FleetRow[];
  now: number;
  language: Language;
  filter: FleetFilter;
  /** For the record. */
  asked: Record<string, unknown>;
  send: (out: Outgoing) => Promise<void>;
}

/** On record before the first byte of it leaves. */
async function takeOut({ context, response, now, language, filter, asked, send, ...found }: TakingOut): Promise<void> {
  // The book goes on while the file is sent; the file is of one instant.
  const rows = found.rows.map((row) => ({ ...row }));
  const by = actor(response);
  await context.room.act({ type: 'exported', what: 'fleet', asked, rows: rows.length, ...lookerOf(response) });
  const title = say(['Hải Đăng: danh sách tàu', 'Hải Đăng: the fleet'], language);
  const about = [
    madeWords(now, by, language),
    `${filterWords(filter, language)} ${say([`${rows.length} tàu.`, `${rows.length} vessels.`], language)}`,
    ...definitions.map((words) => say(words, language)),
    keepSecret[language],
  ];
  await send({ response, name: `haidang-fleet-${fileStamp(now)}`, title, about, rows, now, language });
}

function* csvPieces({ title, about, rows, now, language }: Table): Generator<string> {
  yield '\uFEFF';
  for (const text of [title, ...about]) yield `${csvLine([text])}\r\n`;
  yield `\r\n${csvLine(fleetColumns.map(({ words }) => say(words, language)))}\r\n`;
  for (const row of rows) yield `${csvLine(fleetColumns.map(({ value }) => csvText(value(row, now, language))))}\r\n`;
}

/** Times by the clock in Vietnam, as the heading says. */
function csvText(value: TableValue): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  if ('day' in value) return value.day;
  return new Date(value.at + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

function sheetsOf({ title, about, rows, now, language }: Table): WorkbookSheet[] {
  return [
    {
      name: say(['Danh sách tàu', 'Fleet'], language),
      headLines: [title, ...about.slice(0, 2)],
      head: fleetColumns.map(({ words }) => say(words, language)),
      rows: rows.map((row) => fleetColumns.map(({ value }): WorkbookCell => value(row, now, language) ?? null)),
      widths: fleetColumns.map(({ width }) => width),
    },
    { name: say(['Giải thích', 'About'], language), headLines: [title, ...about], rows: [], widths: [120] },
  ];
}

/** The evidence file as a document: what stands on its pages, in which order. Pure but for the words of time. */
import type { Column, Content, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { formatCourse, formatNumber, formatPosition } from '../../geofences/position-text.ts';
import type { Alert } from '../models/alert.ts';
import type { Regulation } from '../models/regulation.ts';
import type { Vessel } from '../models/vessel.ts';
import type { EvidenceContent } from './content.ts';
import type { Position } from './map-frame.ts';
import { mapPicture } from './map-picture.ts';
import { printable } from './printable.ts';
import { isWord, type Language, wordIn } from './words.ts';

export interface DocumentOrder {
  content: EvidenceContent;
  /** Of the content, hexadecimal. */
  hash: string;
  /** The content as the hash is taken over it. */
  json: string;
  land: readonly (readonly (readonly Position[])[])[];
  language: Language;
}

export const FONT = 'BeVietnamPro';
const MAP = { width: 515, height: 330 };
/** Rows of the printed track; the attached content has them all. */
const MAX_ROWS = 400;
const LOCAL_MS = 7 * 3_600_000;

const iso = (time: number): string => new Date(time).toISOString();
/** `25/11/2026 08:05:09`, of UTC or, with its offset, of GMT+7. */
function stamp(time: number, offsetMs = 0): string {
  const [date = '', clock = ''] = iso(time + offsetMs).split('T');
  return `${date.split('-').toReversed().join('/')} ${clock.slice(0, 8)}`;
}
const local = (time: number): string => stamp(time, LOCAL_MS);
const both = (time: number): string => `${local(time)} GMT+7 = ${stamp(time)} UTC`;

export function evidenceDocument(order: DocumentOrder): TDocumentDefinitions {
  const { content, hash, json, language } = order;
  const t = wordIn(language);
  const src = `data:application/json;base64,${Buffer.from(json).toString('base64')}`;
  return {
    info: {
      title: `${t('title')} ${content.case.id}`,
      author: content.madeBy,
      creator: `Hải Đăng ${content.version}`,
      producer: 'Hải Đăng',
    },
    pageSize: 'A4',
    pageMargins: [40, 46, 40, 50],
    defaultStyle: { font: FONT, fontSize: 9, lineHeight: 1.15 },
    styles: {
      title: { fontSize: 17, bold: true },
      heading: { fontSize: 12, bold: true, margin: [0, 12, 0, 4] },
      small: { fontSize: 7.5, color: '#46545f' },
      head: { bold: true, fillColor: '#eceff1', fontSize: 8 },
      cell: { fontSize: 8 },
      mono: { fontSize: 7 },
    },
    ...(content.demo && { watermark: { text: 'DEMO', opacity: 0.08, bold: true } }),
    files: { content: { src, name: 'content.json', description: `SHA-256 ${hash}` } },
    footer: (page, pages) => ({
      margin: [40, 12, 40, 0],
      style: 'small',
      columns: [
        { text: `SHA-256 ${hash}`, width: '*' },
        { text: `${t('page')} ${page}/${pages}`, width: 60, alignment: 'right' },
      ],
    }),
    content: [
      ...head(order),
      ...vessel(content, t, language),
      ...alerts(content, language),
      ...map(order),
      ...track(content, t, language),
      ...raw(content, t),
      ...messages(content, t),
      ...timeline(content, t, language),
      ...tasksAndFiles(content, t),
      ...closing(hash, t),
    ],
  };
}

type T = ReturnType<typeof wordIn>;

function text(value: string, style = 'cell'): TableCell {
  return { text: printable(value), style };
}

function table(widths: (string | number)[], header: string[], rows: TableCell[][]): Content {
  return {
    layout: 'lightHorizontalLines',
    table: { headerRows: 1, widths, body: [header.map((one) => text(one, 'head')), ...rows] },
  };
}

/** Pairs of what and value; those without a value are left out. */
function facts(pairs: [string, string | undefined][]): Content {
  const rows = pairs.filter((pair): pair is [string, string] => Boolean(pair[1]));
  return {
    layout: 'noBorders',
    table: {
      widths: [130, '*'],
      body: rows.map(([what, value]) => [{ text: what, color: '#46545f' }, { text: printable(value) }]),
    },
  };
}

function heading(value: string): Content {
  return { text: value, style: 'heading', headlineLevel: 1 };
}

function head({ content, hash, language }: DocumentOrder): Content[] {
  const t = wordIn(language);
  const { case: file, regulation, demo } = content;
  const body = regulation?.body as Regulation | undefined;
  const name = body && (language === 'en' ? (body.nameEn ?? body.name) : body.name);
  const cited = regulation
    ? `${name}, ${t('revision')} ${regulation.revision} (${local(regulation.changedAt)})`
    : t('builtIn');
  const state = body?.states[file.state]?.[language] ?? file.state;
  return [
    ...(demo ? [{ text: t('demo'), bold: true, alignment: 'center' as const }] : []),
    { text: `${t('title')} ${file.id}`, style: 'title' },
    { text: t('subtitle'), margin: [0, 0, 0, 8] },
    facts([
      [t('state'), state],
      [t('opened'), both(file.openedAt)],
      [t('closed'), file.closedAt === undefined ? undefined : `${both(file.closedAt)} (${file.closedBy})`],
      [t('regulation'), cited],
      [t('made'), both(content.madeAt)],
      [t('madeBy'), content.madeBy],
      [t('hash'), hash],
    ]),
  ];
}

function vessel({ vessel: boat }: EvidenceContent, t: T, language: Language): Content[] {
  const one = boat as Partial<Vessel>;
  const people = (name?: string, phone?: string): string | undefined =>
    [name, phone].filter(Boolean).join(', ') || undefined;
  return [
    heading(t('vessel')),
    facts([
      [t('registration'), one.registration ?? one.label ?? boat.id],
      [t('name'), one.name],
      ['MMSI', one.mmsi === undefined ? undefined : String(one.mmsi)],
      [t('length'), one.lengthM === undefined ? undefined : `${formatNumber(one.lengthM, language)} m`],
      [t('gear'), one.gear],
      [t('homePort'), one.homePort],
      [t('device'), people(one.deviceId, one.provider)],
      [t('owner'), people(one.owner, one.ownerPhone)],
      [t('captain'), people(one.captain, one.captainPhone)],
    ]),
  ];
}

function alerts(content: EvidenceContent, language: Language): Content[] {
  const t = wordIn(language);
  return [heading(t('alerts')), ...content.alerts.map((alert) => alertFacts(alert, content, language))];
}

function alertFacts(
  { occurrence, response, text: said, detectedAt, id }: Alert,
  content: EvidenceContent,
  language: Language,
): Content {
  const t = wordIn(language);
  const zone = content.zones.zones.find((one) => one.id === occurrence.zoneId);
  const over = occurrence.clearedAt === undefined ? t('lasts') : both(occurrence.clearedAt);
  const taken =
    response.acknowledgedAt === undefined
      ? t('nobody')
      : `${response.acknowledgedBy}, ${both(response.acknowledgedAt)}`;
  const comment = response.comment ? ` – ${response.comment}` : '';
  return {
    unbreakable: true,
    margin: [0, 0, 0, 6],
    stack: [
      { text: printable(said[language]), bold: true },
      facts([
        ['ID', id],
        [t('priority'), String(occurrence.priority)],
        [t('begins'), both(occurrence.raisedAt)],
        [t('ends'), occurrence.state === 'retracted' ? t('retracted') : over],
        [t('position'), formatPosition(occurrence.lon, occurrence.lat)],
        [t('known'), both(detectedAt)],
        [t('rule'), `${occurrence.ruleId}, ${t('version')} ${occurrence.ruleVersion}`],
        [
          t('zone'),
          occurrence.zoneId &&
            `${zone?.properties.name ?? occurrence.zoneId}, ${t('version')} ${occurrence.zoneVersion ?? '?'}`,
        ],
        [t('acknowledged'), taken + comment],
      ]),
    ],
  };
}

function map({ content, land, language }: DocumentOrder): Content[] {
  const t = wordIn(language);
  const svg = mapPicture({
    ...MAP,
    land,
    zones: content.zones.zones,
    fixes: content.track.fixes,
    evidence: new Set(content.proven.map(({ fix }) => fix.fixTime)),
    alerts: content.alerts.map(({ occurrence }) => ({
      lon: occurrence.lon,
      lat: occurrence.lat,
      name: local(occurrence.raisedAt),
    })),
    language,
  });
  if (svg === '') return [];
  return [
    {
      unbreakable: true,
      stack: [heading(t('map')), { svg, width: MAP.width }, { text: t('mapNote'), style: 'small' }],
    },
  ];
}

function track({ track: { fixes, leftOut } }: EvidenceContent, t: T, language: Language): Content[] {
  if (fixes.length === 0) return [heading(t('track')), { text: t('noTrack') }];
  const shown = fixes.slice(-MAX_ROWS);
  const missing = leftOut + fixes.length - shown.length;
  const rows = shown.map((fix) => [
    text(`${local(fix.fixTime)}\n${stamp(fix.fixTime)} UTC`),
    text(formatPosition(fix.lon, fix.lat)),
    text(fix.speedKn === undefined ? '–' : formatNumber(fix.speedKn, language)),
    text(fix.courseDeg === undefined ? '–' : formatCourse(fix.courseDeg)),
    text(fix.source.toUpperCase()),
    text(local(fix.receivedAt)),
  ]);
  const header = [t('localTime'), t('position'), t('speed'), t('course'), t('source'), t('received')];
  return [
    heading(t('track')),
    ...(missing > 0 ? [{ text: t('leftOut', { n: missing }), style: 'small' }] : []),
    table([105, 110, 60, 45, 40, '*'], header, rows),
  ];
}

function raw({ proven, feeds }: EvidenceContent, t: T): Content[] {
  if (proven.length === 0) return [];
  const parts = proven.map(({ fix, records }): Content => {
    const found = records.map(({ position, feed, bytes, sha256, text: begin }) => ({
      text: printable(
        `@${position} · ${feeds[feed] ?? feed} · ${bytes} B · ${sha256}\n${begin.replace(/[\r\n]+/g, ' ')}`,
      ),
      style: 'mono',
    }));
    const when = `${both(fix.fixTime)} · ${formatPosition(fix.lon, fix.lat)} · ${t('received')} ${local(fix.receivedAt)}`;
    const body = found.length > 0 ? found : [{ text: t('noRecord'), style: 'mono' }];
    return { margin: [0, 0, 0, 4], stack: [{ text: printable(when), bold: true, fontSize: 8 }, ...body] };
  });
  return [heading(t('raw')), { text: t('rawNote'), style: 'small', margin: [0, 0, 0, 4] }, ...parts];
}

function messages({ deliveries }: EvidenceContent, t: T): Content[] {
  const rows = deliveries.map((one) => [
    text(local(one.createdAt)),
    text(`${one.contactName}\n${one.address}`),
    text(one.channel),
    text(`${isWord(one.state) ? t(one.state) : one.state}${one.sentAt === undefined ? '' : `\n${local(one.sentAt)}`}`),
    text(one.answer ?? '–'),
  ]);
  const header = [t('localTime'), t('to'), t('channel'), t('result'), t('answer')];
  return [heading(t('messages')), rows.length > 0 ? table([82, 130, 40, 95, '*'], header, rows) : { text: t('none') }];
}

function timeline({ lines }: EvidenceContent, t: T, language: Language): Content[] {
  const rows = lines.map((line) => [
    text(`${local(line.at)}\n${stamp(line.at)} UTC`),
    text(line.by === 'system' ? t('system') : line.by),
    text(line.text[language]),
  ]);
  return [heading(t('timeline')), table([110, 70, '*'], [t('localTime'), t('who'), t('what')], rows)];
}

function tasksAndFiles({ tasks, files }: EvidenceContent, t: T): Content[] {
  const taskLines = tasks.map((one) => {
    const answer = one.answer ? ` – ${one.answer} (${one.answeredBy}, ${local(one.answeredAt ?? 0)})` : '';
    return {
      text: printable(`${one.assignee}: ${one.what} (${t('due')} ${local(one.dueAt)}) [${one.state}]${answer}`),
    };
  });
  const fileRows = files.map((file) => [
    text(file.name),
    text(file.type),
    text(`${file.bytes} B`),
    text(file.sha256, 'mono'),
  ]);
  return [
    ...(taskLines.length > 0 ? [heading(t('tasks')), { ul: taskLines }] : []),
    ...(fileRows.length > 0
      ? [heading(t('files')), table([130, 100, 55, '*'], [t('name'), t('source'), 'B', 'SHA-256'], fileRows)]
      : []),
  ];
}

function closing(hash: string, t: T): Content[] {
  const sign = (who: string): Column => ({
    width: '*',
    alignment: 'center',
    stack: [
      { text: who, bold: true },
      { text: t('signature'), style: 'small' },
      { text: ' ', margin: [0, 40, 0, 0] },
    ],
  });
  return [
    {
      unbreakable: true,
      stack: [
        { text: `${t('hash')}: ${hash}`, margin: [0, 14, 0, 2], bold: true },
        { text: t('hashNote'), style: 'small' },
        { columns: [sign(t('maker')), sign(t('checker'))], margin: [0, 16, 0, 0] },
      ],
    },
  ];
}

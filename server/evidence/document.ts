/** The evidence file as a document: what stands on its pages, in which order. Pure but for the words of time. */
import type { Column, Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { formatPosition } from '../../geofences/position-text.ts';
import type { Alert } from '../models/alert.ts';
import type { Regulation } from '../models/regulation.ts';
import type { Vessel } from '../models/vessel.ts';
import type { EvidenceContent } from './content.ts';
import { both, facts, heading, local, type T } from './layout.ts';
import type { Position } from './map-frame.ts';
import { mapPicture } from './map-picture.ts';
import { printable } from './printable.ts';
import { messages, raw, tasksAndFiles, timeline, track } from './tables.ts';
import { type Language, wordIn } from './words.ts';

interface DocumentOrder {
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

function head({ content, hash, language }: DocumentOrder): Content[] {
  const t = wordIn(language);
  const { case: file, regulation, demo } = content;
  const body = regulation?.body as Regulation | undefined;
  const name = body && (language === 'en' ? (body.nameEn ?? body.name) : body.name);
  const cited = regulation
    ? `${name}, ${t('version')} ${regulation.version}, ${t('since')} ${both(regulation.changedAt)}`
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
      [
        t('length'),
        one.lengthM === undefined
          ? undefined
          : `${language === 'vi' ? String(one.lengthM).replace('.', ',') : one.lengthM} m`,
      ],
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
  { occurrence, response, text: said, detectedAt, id, restatedAs, restates }: Alert,
  content: EvidenceContent,
  language: Language,
): Content {
  const t = wordIn(language);
  const zone = content.zones.zones.find(
    ({ id, properties }) => id === occurrence.zoneId && (properties.version ?? 1) === (occurrence.zoneVersion ?? 1),
  );
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
        [
          t('ends'),
          restatedAs === undefined
            ? occurrence.state === 'retracted'
              ? t('retracted')
              : over
            : `${t('restatedAs')} ${restatedAs}`,
        ],
        [t('restates'), restates?.join(', ')],
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

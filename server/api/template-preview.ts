/** What own wordings of short messages come to: each as its reader would get it, about a boat that does not exist. */
import { z } from 'zod';
import type { Rule, Zone } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import { type MessageTemplate, messageTemplates } from '../models/template.ts';
import type { Vessel } from '../models/vessel.ts';
import { compose, type MessageRequest } from '../notify/templates/compose.ts';
import { templateRows } from './answers/messages.ts';
import { readRules } from './documents.ts';
import { checked } from './faults.ts';
import { jsonBody } from './limits.ts';
import type { ApiContext, Route } from './route.ts';

const hourMs = 3_600_000;

const question = z.strictObject({ templates: messageTemplates });

export interface TemplatePreviewRow {
  /** In the alphabet of one SMS, and with all marks. */
  sms: string;
  unicode: string;
  /** It does not fit into one SMS, so that the wording that ships goes out in its place. */
  givesWay: boolean;
}

export function templatePreviewRoutes({ store, config, clock }: ApiContext): Route[] {
  return [
    {
      method: 'post',
      path: '/settings/templates/preview',
      access: 'read',
      contract: {
        vi: 'Tin nhắn sẽ đọc ra sao',
        en: 'What own wordings of messages come to',
        body: question,
        gives: { 200: templateRows },
      },
      body: jsonBody,
      async handle(request, response) {
        const { templates } = checked(question, request.body);
        const rules = await readRules(store);
        const { publicUrl, demo } = config;
        response.json({ rows: templates.map((one) => rowOf(one, rules, { publicUrl, demo, at: clock() })) });
      },
    },
  ];
}

function rowOf(
  template: MessageTemplate,
  rules: readonly Rule[],
  { publicUrl, demo, at }: { publicUrl: string | undefined; demo: boolean; at: number },
): TemplatePreviewRow {
  const { change, readers, language } = template;
  const rule = rules.find(({ id }) => template.rules.includes(id)) ?? rules[0];
  const said = (unicode: boolean, templates: MessageTemplate[]): string => {
    const request: MessageRequest = {
      ...{ change, language, unicode, templates, publicUrl, demo, rule, zone: exampleZone, vessel: exampleVessel },
      ...{ alert: exampleAlert(template, rule, at), channel: 'sms', role: readers === 'owner' ? 'owner' : 'duty' },
    };
    return compose(request).body;
  };
  const sms = said(false, [template]);
  return { sms, unicode: said(true, [template]), givesWay: sms === said(false, []) };
}

function exampleAlert({ change }: MessageTemplate, rule: Rule | undefined, at: number): Alert {
  const isOver = change === 'cleared';
  return {
    id: 'example',
    caseId: 'case-example',
    response: { state: 'unacknowledged' },
    text: { vi: '', en: '' },
    detectedAt: at,
    changeSeq: 0,
    occurrence: {
      ...{ id: 'example', ruleId: rule?.id ?? '', ruleVersion: 1, kind: rule?.kind ?? 'boundary-cross', priority: 1 },
      ...{ vesselId: 'example', zoneId: 'example', zoneVersion: 1, state: change, evidence: [] },
      ...{ raisedAt: at - hourMs, lon: 109.205, lat: 15.508, details: { silentHours: 6, distanceNm: 0.8 } },
      ...(isOver && { clearedAt: at, clearedLon: 109.2, clearedLat: 15.5 }),
      ...(change === 'retracted' && { retractedBecause: 'late-data' as const }),
    },
  };
}

/** Nobody's boat, with a name as long as many have. */
const exampleVessel: Vessel = {
  ...{ id: 'example', kind: 'vessel', label: 'QNa-91234-TS', registration: 'QNa-91234-TS', name: 'Hải Âu 09' },
  ...{ registered: true, firstHeardAt: 0 },
};

const exampleZone: Zone = {
  id: 'example',
  geometry: { type: 'Point', coordinates: [109.2, 15.5] },
  properties: { name: 'Ranh giới phía đông', nameEn: 'Eastern boundary', kind: 'boundary', version: 1, source: '' },
};

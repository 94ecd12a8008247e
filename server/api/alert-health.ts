/** How the alarm system does, and what could be changed about rules that call people for nothing. */
import { z } from 'zod';
import { ruleKinds } from '../../geofences/rules/index.ts';
import type { Rule } from '../../geofences/types.ts';
import { type AlertHealth, alertHealth, type RuleHealth } from '../alerts/health.ts';
import type { Store } from '../store/store.ts';
import { alertHealthAnswer } from './answers/alerts.ts';
import { readRules } from './documents.ts';
import { checked } from './faults.ts';
import { recordListing } from './look-ups.ts';
import type { ApiContext, Route } from './route.ts';

const DAY_MS = 24 * 3_600_000;
/** What came to be known may have been raised so long before, in stored positions. */
const LATE_MS = 10 * DAY_MS;
/** More alerts than this are not looked at; the answer says so. */
const MOST_ALERTS = 100_000;

const query = z.object({ days: z.coerce.number().int().min(1).max(90).default(7) });

/** One fix more before it is raised. Tried by a dry run before anybody sets it. */
interface Proposal {
  ruleId: string;
  param: 'confirm';
  from: number;
  to: number;
}

export interface RuleHealthView extends RuleHealth {
  name: { vi: string; en: string };
  /** Of the noisiest vessel. */
  vesselLabel?: string;
  proposal?: Proposal;
}

export interface AlertHealthAnswer extends Omit<AlertHealth, 'rules'> {
  rules: RuleHealthView[];
  /** There were more alerts than are looked at. */
  isCut: boolean;
}

export function alertHealthRoutes(context: ApiContext): Route[] {
  const { store, clock } = context;
  return [
    {
      method: 'get',
      path: '/alert-health',
      access: 'read',
      contract: {
        vi: 'Hệ thống cảnh báo hoạt động ra sao',
        en: 'How the alarm system does, and which rules call people for nothing',
        query: query,
        gives: { 200: alertHealthAnswer },
      },
      async handle(request, response) {
        const { days } = checked(query, request.query);
        const health = await healthOf(store, days, clock());
        await recordListing(context, response, 'alert-health', health.rules.length, { days });
        response.json(health);
      },
    },
  ];
}

async function healthOf(store: Store, days: number, now: number): Promise<AlertHealthAnswer> {
  const from = now - days * DAY_MS;
  const recent = await store.alerts({ state: 'all', since: from - LATE_MS, limit: MOST_ALERTS });
  const open = await store.alerts({ state: 'open', limit: MOST_ALERTS });
  const all = new Map([...recent, ...open].map((alert) => [alert.id, alert]));
  const health = alertHealth([...all.values()], from, now);
  const rules = new Map((await readRules(store)).map((rule) => [rule.id, rule]));
  const views: RuleHealthView[] = [];
  for (const own of health.rules) {
    const rule = rules.get(own.ruleId);
    const vessel = own.noisiest && (await store.vessel(own.noisiest.vesselId));
    views.push({
      ...own,
      name: { vi: rule?.name ?? own.ruleId, en: rule?.nameEn ?? rule?.name ?? own.ruleId },
      ...(vessel && { vesselLabel: vessel.label }),
      ...(rule && own.isNoisy && proposalFor(rule)),
    });
  }
  const isCut = recent.length >= MOST_ALERTS || open.length >= MOST_ALERTS;
  return { ...health, rules: views, isCut };
}

/** Only where the rule waits for fixes at all: nothing else is known to make it quieter without making it blind. */
function proposalFor({ id, kind, params }: Rule): { proposal?: Proposal } {
  const spec = ruleKinds.get(kind)?.params.find(({ name }) => name === 'confirm');
  const from = params?.confirm ?? spec?.default;
  if (!spec || typeof from !== 'number') return {};
  return { proposal: { ruleId: id, param: 'confirm', from, to: from + 1 } };
}

/** All that an evidence file is made of, gathered from the store: one JSON value, over which its hash is taken. */
import type { Fix } from '../../geofences/fix.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import type { Alert } from '../models/alert.ts';
import type { Case, CaseFile, Task } from '../models/case.ts';
import type { Delivery } from '../models/delivery.ts';
import type { Vessel } from '../models/vessel.ts';
import { shownDelivery } from '../notify/subscriptions.ts';
import { type CitedVersion, citedVersion } from '../store/cited-version.ts';
import type { Store } from '../store/store.ts';
import { rulesUnder } from './archive/rules-then.ts';
import type { RawRecord } from './raw-records.ts';
import { zonesUnder } from './zones-then.ts';

/** Of the track before the first alert and after the last word. */
export const AROUND_MS = 24 * 3_600_000;
/** More fixes are left out, oldest first, and said to be. */
const MAX_FIXES = 3000;
export const MAX_ALERTS = 500;
const MAX_DELIVERIES = 2000;
/** Fixes whose raw bytes are looked for. */
const MAX_PROVEN = 60;

export interface EvidenceContent {
  format: 'haidang-evidence/1';
  madeAt: number;
  madeBy: string;
  version: string;
  demo: boolean;
  vessel: Vessel | { id: string };
  case: Omit<Case, 'lines'>;
  lines: Case['lines'];
  alerts: Alert[];
  tasks: Task[];
  files: CaseFile[];
  deliveries: Delivery[];
  track: { from: number; to: number; fixes: Fix[]; leftOut: number };
  /** Fixes on which the alerts rest, and the journal records that brought bytes at the moment at which each was received. */
  proven: { fix: Fix; records: RawRecord[] }[];
  feeds: Record<number, string>;
  /** In the versions that the alerts name, as far as those are kept. */
  rules: { revision: number; rules: Rule[] };
  zones: { revision: number; zones: Zone[] };
  /** The operating regulation under which the case came into its state. */
  regulation: Pick<CitedVersion, 'revision' | 'version' | 'body' | 'changedAt' | 'changedBy'> | undefined;
}

interface EvidenceOrder {
  caseId: string;
  by: string;
  at: number;
  version: string;
  demo: boolean;
}

/** @returns undefined when there is no such case; `proven` lacks the journal's records yet */
export async function evidenceContent(store: Store, order: EvidenceOrder): Promise<EvidenceContent | undefined> {
  const found = await store.case(order.caseId);
  if (!found) return undefined;
  const { lines, ...head } = found;
  const alerts = (await store.alerts({ state: 'all', caseId: head.id, limit: MAX_ALERTS })).toReversed();
  const track = await trackOf(store, found, alerts, order.at);
  return {
    format: 'haidang-evidence/1',
    madeAt: order.at,
    madeBy: order.by,
    version: order.version,
    demo: order.demo,
    vessel: (await store.vessel(head.vesselId)) ?? { id: head.vesselId },
    case: head,
    lines,
    alerts,
    tasks: await store.tasks({ caseId: head.id, limit: 500 }),
    files: lines.filter(({ kind }) => kind === 'file').map(({ data }) => data as unknown as CaseFile),
    deliveries: await deliveriesOf(store, alerts),
    track,
    proven: provenFixes(alerts, track.fixes),
    feeds: Object.fromEntries((await store.feeds()).map(({ feed, name }) => [feed, name])),
    rules: await rulesOf(store, alerts),
    zones: await zonesUnder(store, alerts),
    regulation: await regulationOf(store, head.regulation),
  };
}

async function trackOf(store: Store, { vesselId, closedAt }: Case, alerts: Alert[], now: number) {
  const times = alerts.flatMap(({ occurrence }) => [occurrence.raisedAt, occurrence.clearedAt ?? now]);
  const from = Math.min(...times, now) - AROUND_MS;
  const to = Math.min(now, (closedAt ?? now) + AROUND_MS);
  const all = await store.track(vesselId, from, to);
  const fixes = all.slice(-MAX_FIXES);
  return { from, to, fixes, leftOut: all.length - fixes.length };
}

function provenFixes(alerts: Alert[], fixes: Fix[]): EvidenceContent['proven'] {
  const times = new Set(alerts.flatMap(({ occurrence }) => occurrence.evidence));
  return fixes
    .filter(({ fixTime }) => times.has(fixTime))
    .slice(0, MAX_PROVEN)
    .map((fix) => ({ fix, records: [] }));
}

export async function deliveriesOf(store: Store, alerts: Alert[]): Promise<Delivery[]> {
  const all: Delivery[] = [];
  for (const { id } of alerts) {
    if (all.length >= MAX_DELIVERIES) break;
    all.push(...(await store.deliveries({ alertId: id, limit: MAX_DELIVERIES })).map(shownDelivery));
  }
  return all.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)).slice(0, MAX_DELIVERIES);
}

/** As the alerts cite them: one of each id and version. */
async function rulesOf(store: Store, alerts: Alert[]): Promise<EvidenceContent['rules']> {
  const revisions = await rulesUnder(store, alerts);
  const rules = new Map(
    revisions.flatMap(({ rules }) => rules).map((rule) => [`${rule.id} ${rule.version ?? 1}`, rule]),
  );
  return { revision: revisions.at(-1)?.revision ?? 0, rules: [...rules.values()] };
}

async function regulationOf(store: Store, revision: number | undefined): Promise<EvidenceContent['regulation']> {
  if (!revision) return undefined;
  const cited = await citedVersion(store, 'regulation', revision);
  if (!cited) return undefined;
  const { version, body, changedAt, changedBy } = cited;
  return { revision, version, body, changedAt, changedBy };
}

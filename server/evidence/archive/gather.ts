/** Everything that an evidence archive tells, gathered from the store: of one case, or of one vessel over a span of time. */
import type { DecoderFormat, DecoderOptions } from '../../../decoders/registry.ts';
import type { Fix } from '../../../geofences/fix.ts';
import { HaidangError } from '../../errors.ts';
import type { Alert } from '../../models/alert.ts';
import type { Case, CaseFile, Task } from '../../models/case.ts';
import type { Delivery } from '../../models/delivery.ts';
import { type FeedFormats, optionsFor } from '../../models/feed-formats.ts';
import type { DocumentVersion } from '../../models/regulation.ts';
import type { Vessel } from '../../models/vessel.ts';
import type { Store } from '../../store/store.ts';
import { AROUND_MS, deliveriesOf, type EvidenceContent, MAX_ALERTS } from '../content.ts';
import { zonesUnder } from '../zones-then.ts';
import { type RulesThen, rulesUnder } from './rules-then.ts';

/** A boat with AIS class A sends as many in two days, one with VMS in four years. */
const MAX_ARCHIVE_FIXES = 20_000;
/** Looked through for alerts of the span. */
const MAX_SEARCHED_ALERTS = 10_000;
const MAX_TASKS = 500;

export interface ArchiveContent {
  madeAt: number;
  madeBy: string;
  version: string;
  demo: boolean;
  /** Whose case; absent for a vessel and a span. */
  caseId?: string;
  vessel: Vessel | { id: string; aliases?: string[] };
  /** Epoch ms, both included. */
  span: { from: number; to: number };
  /** In order of fix time. */
  fixes: Fix[];
  /** Older ones of the span that found no room. */
  fixesLeftOut: number;
  cases: Case[];
  alerts: Alert[];
  tasks: Task[];
  files: (CaseFile & { caseId: string })[];
  deliveries: Delivery[];
  feeds: { feed: number; name: string; format: DecoderFormat; options: DecoderOptions }[];
  /** Of each revision of the rules under which an alert of these was found, the rules that did. */
  rules: RulesThen[];
  zones: EvidenceContent['zones'];
  /** Under which the cases came into their states. */
  regulations: DocumentVersion[];
}

export interface ArchiveOrder {
  of: { caseId: string } | { vesselId: string; from: number; to: number };
  by: string;
  at: number;
  version: string;
  demo: boolean;
}

interface Subject {
  vesselId: string;
  span: ArchiveContent['span'];
  alerts: Alert[];
  cases: Case[];
}

/**
 * @returns undefined when there is no such case or vessel
 * @throws HaidangError `evidence-too-long` when the span of a vessel holds more fixes than one archive does
 */
export async function archiveContent(store: Store, order: ArchiveOrder): Promise<ArchiveContent | undefined> {
  const { of, by: madeBy, at: madeAt, version, demo } = order;
  const subject = 'caseId' in of ? await ofCase(store, of.caseId, madeAt) : await ofVessel(store, of);
  if (!subject) return undefined;
  const { vesselId, span, alerts, cases } = subject;
  const { fixes, leftOut } = await newest(store, vesselId, span);
  if (leftOut > 0 && !('caseId' in of)) throw new HaidangError('evidence-too-long', { most: MAX_ARCHIVE_FIXES });
  const tasks: Task[] = [];
  for (const { id } of cases) tasks.push(...(await store.tasks({ caseId: id, limit: MAX_TASKS })));
  return {
    ...{ madeAt, madeBy, version, demo, span, fixes, fixesLeftOut: leftOut, cases, alerts, tasks },
    ...('caseId' in of && { caseId: of.caseId }),
    vessel: (await store.vessel(vesselId)) ?? { id: vesselId },
    files: cases.flatMap(({ id, lines }) =>
      lines.filter(({ kind }) => kind === 'file').map(({ data }) => ({ ...(data as unknown as CaseFile), caseId: id })),
    ),
    deliveries: await deliveriesOf(store, alerts),
    feeds: await feedsOf(store),
    rules: await rulesUnder(store, alerts),
    zones: await zonesUnder(store, alerts),
    regulations: await regulationsOf(store, cases),
  };
}

async function ofCase(store: Store, caseId: string, now: number): Promise<Subject | undefined> {
  const found = await store.case(caseId);
  if (!found) return undefined;
  const alerts = (await store.alerts({ state: 'all', caseId, limit: MAX_ALERTS })).toReversed();
  const times = alerts.flatMap(({ occurrence }) => [occurrence.raisedAt, ...occurrence.evidence]);
  const from = Math.min(...times, found.openedAt) - AROUND_MS;
  const to = Math.min(now, (found.closedAt ?? now) + AROUND_MS);
  return { vesselId: found.vesselId, span: { from, to }, alerts, cases: [found] };
}

async function ofVessel(
  store: Store,
  { vesselId, from, to }: { vesselId: string; from: number; to: number },
): Promise<Subject | undefined> {
  if (!(await store.vessel(vesselId))) return undefined;
  const all = await store.alerts({ state: 'all', vesselId, limit: MAX_SEARCHED_ALERTS });
  const alerts = all
    .filter(({ occurrence }) => occurrence.raisedAt <= to && (occurrence.clearedAt ?? to) >= from)
    .slice(0, MAX_ALERTS)
    .toReversed();
  const cases: Case[] = [];
  for (const id of new Set(alerts.map(({ caseId }) => caseId))) {
    const found = id === '' ? undefined : await store.case(id);
    if (found) cases.push(found);
  }
  return { vesselId, span: { from, to }, alerts, cases };
}

async function newest(
  store: Store,
  vesselId: string,
  { from, to }: ArchiveContent['span'],
): Promise<{ fixes: Fix[]; leftOut: number }> {
  let fixes: Fix[] = [];
  let leftOut = 0;
  const cut = (): void => {
    leftOut += Math.max(0, fixes.length - MAX_ARCHIVE_FIXES);
    fixes = fixes.slice(-MAX_ARCHIVE_FIXES);
  };
  for await (const piece of store.trackPieces({ vesselId, from, to })) {
    for (const fix of piece) fixes.push(fix);
    if (fixes.length > 2 * MAX_ARCHIVE_FIXES) cut();
  }
  cut();
  return { fixes, leftOut };
}

async function feedsOf(store: Store): Promise<ArchiveContent['feeds']> {
  const formats = ((await store.document('formats'))?.body ?? []) as FeedFormats[];
  return (await store.feeds()).map(({ feed, name, format }) => ({
    ...{ feed, name, format },
    options: optionsFor(name, formats),
  }));
}

async function regulationsOf(store: Store, cases: readonly Case[]): Promise<DocumentVersion[]> {
  const found: DocumentVersion[] = [];
  for (const revision of new Set(cases.flatMap(({ regulation }) => regulation ?? []))) {
    const version = await store.documentVersion('regulation', revision);
    if (version) found.push(version);
  }
  return found;
}

/** What the server answers, route by route (docs/api.md). */
import type { Rejection } from '../../decoders/report.ts';
import type { Fix } from '../../geofences/fix.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import type { VesselContacts, VesselSignals } from '../../server/api/answers/vessels.ts';
import type { ReplayMoment } from '../../server/api/replay.ts';
import type { DryRunView } from '../../server/dry-runs/dry-runs.ts';
import type { JobView } from '../../server/jobs/scheduler.ts';
import type { SystemStatus } from '../../server/live/protocol.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Channel } from '../../server/models/channel.ts';
import type { Contact } from '../../server/models/contact.ts';
import type { Delivery } from '../../server/models/delivery.ts';
import type { SettingsDocument } from '../../server/models/entry.ts';
import type { ProposalHead } from '../../server/models/proposal.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { deleteJson, getJson, postJson, putJson } from './http.ts';

export interface VesselWithFix extends Vessel {
  latest?: Fix;
}
export interface VesselDetail extends VesselWithFix {
  alerts?: Alert[];
}

/** @param token of the link that the first start printed */
export const beginAccount = (token: string, password: string): Promise<unknown> =>
  postJson('/session/first', { token, password });
export const readStatus = (): Promise<SystemStatus> => getJson('/status');

export async function readJobs(): Promise<JobView[]> {
  return (await getJson<{ jobs: JobView[] }>('/jobs')).jobs;
}

export async function readRejections(feed: string): Promise<Rejection[]> {
  return (await getJson<{ rejections: Rejection[] }>(`/rejections?feed=${encodeURIComponent(feed)}`)).rejections;
}

export async function findVessels(query: string, signal: AbortSignal): Promise<VesselWithFix[]> {
  const answer = await getJson<{ vessels: VesselWithFix[] }>(
    `/vessels?q=${encodeURIComponent(query)}&limit=20`,
    signal,
  );
  return answer.vessels;
}

export async function readVessel(id: string, signal?: AbortSignal): Promise<VesselDetail> {
  const answer = await getJson<VesselDetail | { vessel: Vessel; latest?: Fix; alerts?: Alert[] }>(
    `/vessels/${encodeURIComponent(id)}`,
    signal,
  );
  return 'vessel' in answer ? { ...answer.vessel, latest: answer.latest, alerts: answer.alerts } : answer;
}

/** Its newest 48 hours, or those around a time (epoch ms). */
export async function readTrack(id: string, gapMinutes: number, signal?: AbortSignal, around?: number): Promise<Fix[]> {
  const stretch = around === undefined ? '' : `&from=${around - DAY_MS}&to=${around + DAY_MS}`;
  const path = `/vessels/${encodeURIComponent(id)}/track?zoom=${DRAWN_ZOOM}&gapMinutes=${gapMinutes}${stretch}`;
  return (await getJson<{ fixes: Fix[] }>(path, signal)).fixes;
}

/** Tracks are drawn to within a pixel at this scale, some ten metres. */
const DRAWN_ZOOM = 14;

/** All that the rules found about a vessel, the newest first. */
export async function readVesselAlerts(id: string, signal?: AbortSignal): Promise<Alert[]> {
  const path = `/alerts?state=all&limit=500&vessel=${encodeURIComponent(id)}`;
  return (await getJson<{ alerts: Alert[] }>(path, signal)).alerts;
}

export const readSignals = (id: string, days: number, signal?: AbortSignal): Promise<VesselSignals> =>
  getJson(`/vessels/${encodeURIComponent(id)}/signals?days=${days}`, signal);
export const readVesselContacts = (id: string, signal?: AbortSignal): Promise<VesselContacts> =>
  getJson(`/vessels/${encodeURIComponent(id)}/contacts`, signal);

const DAY_MS = 24 * 3_600_000;

/** The fleet at an instant (epoch ms), of a part of the sea. */
export function readMoment(
  time: number,
  box?: { west: number; south: number; east: number; north: number },
): Promise<ReplayMoment> {
  const within = box ? `&west=${box.west}&east=${box.east}&south=${box.south}&north=${box.north}` : '';
  return getJson(`/tracks/replay?time=${Math.round(time)}${within}`);
}

export async function readZones(): Promise<Zone[]> {
  return (await getJson<{ features: Zone[] }>('/zones')).features;
}

export async function acknowledge(alertId: string, comment: string): Promise<Alert> {
  const body = comment.trim() === '' ? {} : { comment: comment.trim() };
  return (await postJson<{ alert: Alert }>(`/alerts/${encodeURIComponent(alertId)}/acknowledge`, body)).alert;
}

/** `group`: the message that it was told in. */
export type ListedDelivery = Delivery & { group?: Delivery };

export async function readDeliveries(state: string): Promise<ListedDelivery[]> {
  const filter = state === '' ? '' : `&state=${encodeURIComponent(state)}`;
  return (await getJson<{ deliveries: ListedDelivery[] }>(`/deliveries?limit=200${filter}`)).deliveries;
}

export async function retryDelivery(id: string): Promise<void> {
  await postJson(`/deliveries/${encodeURIComponent(id)}/retry`, {});
}

/** @param more `result`: an outcome of the operating regulation */
export async function reportCall(
  id: string,
  outcome: 'reached' | 'not-reached',
  more: { result?: string; note?: string; inAllCases?: true } = {},
): Promise<void> {
  await postJson(`/deliveries/${encodeURIComponent(id)}/called`, { outcome, ...more });
}

/** A contact, how it can be told, and what is wrong with it. */
export interface CheckedContact {
  id: string;
  name: string;
  role: Contact['role'];
  verifiedOn?: string;
  channels: Channel[];
  faults: { vi: string; en: string }[];
}

export async function readContacts(): Promise<CheckedContact[]> {
  return (await getJson<{ contacts: CheckedContact[] }>('/contacts/check')).contacts;
}

/** That somebody has just checked that the contact is reached. */
export async function verifyContact(id: string): Promise<void> {
  await postJson(`/contacts/${encodeURIComponent(id)}/verified`, {});
}

export async function testContact(id: string, channel: Channel): Promise<void> {
  await postJson(`/contacts/${encodeURIComponent(id)}/test`, { channel });
}

/** The rules as they were set last: by whom, when, and under which revision. */
export type RulesDocument = Partial<SettingsDocument> & { revision: number; body: Rule[] };

export const readRules = (): Promise<RulesDocument> => getJson('/settings/rules');

/** @param revision that was changed; the server refuses when it is no longer in force @returns what holds, or what waits for a second person */
export function writeRules(rules: Rule[], revision: number): Promise<RulesDocument | { proposal: ProposalHead }> {
  return putJson(`/settings/rules?revision=${revision}`, rules);
}

/** @param proposed the whole list of rules, or all zones as GeoJSON features */
export const askDryRun = (days: number, proposed: { rules: Rule[] } | { zones: Zone[] }): Promise<DryRunView> =>
  postJson('/dry-runs', { days, ...proposed });
export const readDryRun = (id: string): Promise<DryRunView> => getJson(`/dry-runs/${encodeURIComponent(id)}`);
export const cancelDryRun = (id: string): Promise<void> => deleteJson(`/dry-runs/${encodeURIComponent(id)}`);

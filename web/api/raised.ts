/** Alerts by when they were raised; apart from what a first visit loads. */
import type { Alert } from '../../server/models/alert.ts';
import { getJson } from './http.ts';

/** At most `limit` of those that were raised since and before a time (epoch ms), the newest first, those that are over included. */
export async function readRaised(since: number, before: number, limit: number): Promise<Alert[]> {
  const query = `state=all&since=${since}&before=${before}&limit=${limit}`;
  return (await getJson<{ alerts: Alert[] }>(`/alerts?${query}`)).alerts;
}

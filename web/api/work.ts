/** What people do with alerts, cases and shifts, route by route (docs/api.md). */
import type { OfferedMove } from '../../server/alerts/regulated.ts';
import type { AlertHealthAnswer } from '../../server/api/alert-health.ts';
import type { Alert } from '../../server/models/alert.ts';
import type {
  Case,
  CaseHead,
  CaseMove,
  ContactAttempt,
  FilePurpose,
  NewTask,
  Task,
  TaskAnswer,
} from '../../server/models/case.ts';
import type { Handover, HandoverContent } from '../../server/models/handover.ts';
import type { Regulation } from '../../server/models/regulation.ts';
import { getFile, getJson, postBytes, postJson } from './http.ts';
import type { ListedDelivery } from './resources.ts';

export interface WholeCase extends Case {
  label: string;
  alerts: Alert[];
  tasks: Task[];
  /** Newest first. */
  deliveries: ListedDelivery[];
  people: { who: 'owner' | 'captain'; name: string; phone?: string }[];
  moves: OfferedMove[];
  inForce: Pick<Regulation, 'name' | 'nameEn' | 'states' | 'outcomes'> & { revision: number };
  /** Under which it came into its state; absent: the one that comes with the product. `since` in epoch ms. */
  cited?: Pick<Regulation, 'name' | 'nameEn'> & { version: number; since: number };
}
export interface ListedCase extends CaseHead {
  label: string;
  stateWords: { vi: string; en: string };
}

const at = (id: string): string => encodeURIComponent(id);

export async function silence(alertId: string): Promise<Alert> {
  return (await postJson<{ alert: Alert }>(`/alerts/${at(alertId)}/silence`, {})).alert;
}
export async function shelve(alertId: string, minutes: number, reason: string): Promise<Alert> {
  return (await postJson<{ alert: Alert }>(`/alerts/${at(alertId)}/shelve`, { minutes, reason })).alert;
}
export async function unshelve(alertId: string): Promise<Alert> {
  return (await postJson<{ alert: Alert }>(`/alerts/${at(alertId)}/unshelve`, {})).alert;
}
export async function escalate(alertId: string, reason: string): Promise<Alert> {
  return (await postJson<{ alert: Alert }>(`/alerts/${at(alertId)}/escalate`, { reason })).alert;
}

export async function readRegulation(): Promise<Regulation> {
  return (await getJson<{ body: Regulation }>('/settings/regulation')).body;
}

export async function readCases(withEnded: boolean): Promise<ListedCase[]> {
  return (await getJson<{ cases: ListedCase[] }>(withEnded ? '/cases?limit=500' : '/cases?open=true&limit=500')).cases;
}
/** Of one vessel, ended ones too, the one changed last first. */
export async function readVesselCases(vesselId: string, signal?: AbortSignal): Promise<ListedCase[]> {
  return (await getJson<{ cases: ListedCase[] }>(`/cases?limit=${MOST_CASES}&vessel=${at(vesselId)}`, signal)).cases;
}
const MOST_CASES = 200;
export const readCase = (id: string): Promise<WholeCase> => getJson(`/cases/${at(id)}`);
export const moveCase = (id: string, move: CaseMove): Promise<WholeCase> => postJson(`/cases/${at(id)}/moves`, move);
export const logContact = (id: string, attempt: ContactAttempt): Promise<WholeCase> =>
  postJson(`/cases/${at(id)}/contacts`, attempt);
export const writeNote = (id: string, text: string): Promise<WholeCase> => postJson(`/cases/${at(id)}/notes`, { text });
export const giveTask = (id: string, task: NewTask): Promise<WholeCase> => postJson(`/cases/${at(id)}/tasks`, task);
export const answerTask = (id: string, answer: TaskAnswer): Promise<unknown> =>
  postJson(`/tasks/${at(id)}/answer`, answer);
export const attachFile = (id: string, file: File, purpose: FilePurpose): Promise<unknown> =>
  postBytes(`/cases/${at(id)}/files?name=${at(file.name)}&purpose=${purpose}`, file);

/** Addresses of what the browser opens or saves itself. */
export const fileAddress = (id: string, sha256: string): string => `/api/v1/cases/${at(id)}/files/${sha256}`;
export const evidenceAddress = (id: string, as: 'pdf' | 'json', language: string): string =>
  `/api/v1/cases/${at(id)}/evidence.${as}?lang=${language}`;
export const caseArchive = (id: string, language: string): Promise<Blob> =>
  getFile(`/cases/${at(id)}/evidence.zip?lang=${language}`);
/** @param from,to epoch ms, both included */
export const vesselArchive = (id: string, from: number, to: number): Promise<Blob> =>
  getFile(`/vessels/${at(id)}/evidence.zip?from=${from}&to=${to}`);

export const readHandoverDraft = (): Promise<HandoverContent> => getJson('/handovers/draft');
export async function readHandovers(): Promise<Handover[]> {
  return (await getJson<{ handovers: Handover[] }>('/handovers')).handovers;
}
export const giveShift = (from: number, notes: string): Promise<unknown> => postJson('/handovers', { from, notes });
export const takeShift = (id: string, remarks: string): Promise<unknown> =>
  postJson(`/handovers/${at(id)}/take`, remarks.trim() === '' ? {} : { remarks: remarks.trim() });

export const readAlertHealth = (days: number): Promise<AlertHealthAnswer> => getJson(`/alert-health?days=${days}`);

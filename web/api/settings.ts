/** The settings documents: read, changed, and what a change would come to. */
import type { ChannelView } from '../../server/api/channels.ts';
import type { RoutingPreviewRow } from '../../server/api/routing-preview.ts';
import type { TemplatePreviewRow } from '../../server/api/template-preview.ts';
import type { SettingsDocument } from '../../server/models/entry.ts';
import type { ProposalHead } from '../../server/models/proposal.ts';
import { getJson, postJson, putJson } from './http.ts';

/** Revision 0: nobody has set it. */
export type ReadDocument = Partial<SettingsDocument> & { revision: number; body: unknown };
export type DocumentChange = Pick<
  SettingsDocument,
  'revision' | 'changedAt' | 'changedBy' | 'approvedBy' | 'why' | 'previous'
>;

export const readDocument = (name: string): Promise<ReadDocument> => getJson(`/settings/${name}`);

/** What came of saving: it holds now, or waits for a second person. */
type Written = ReadDocument | { proposal: ProposalHead };

export function isWaiting(written: object): written is { proposal: ProposalHead } {
  return 'proposal' in written;
}

/** @param revision that was changed; the server refuses when it is no longer in force */
export function writeDocument(name: string, body: unknown, revision: number, why: string): Promise<Written> {
  return putJson(`/settings/${name}?${new URLSearchParams({ revision: String(revision), why })}`, body);
}

export async function readChanges(name: string): Promise<DocumentChange[]> {
  return (await getJson<{ versions: DocumentChange[] }>(`/settings/${name}/versions`)).versions;
}

export const readVersion = (name: string, revision: number): Promise<ReadDocument> =>
  getJson(`/settings/${name}/versions/${revision}`);

/** @param asked what is proposed in place of what holds, and the vessel's port, province and zone */
export async function previewRouting(asked: Record<string, unknown>): Promise<RoutingPreviewRow[]> {
  return (await postJson<{ rows: RoutingPreviewRow[] }>('/settings/routing/preview', asked)).rows;
}

/** Refused as saving is, with the place, when one is not sound. */
export async function previewTemplates(templates: unknown): Promise<TemplatePreviewRow[]> {
  return (await postJson<{ rows: TemplatePreviewRow[] }>('/settings/templates/preview', { templates })).rows;
}

export async function readChannels(): Promise<ChannelView[]> {
  return (await getJson<{ channels: ChannelView[] }>('/channels')).channels;
}

/** Settings documents, each change journaled with who and when. */
import { z } from 'zod';
import type { Rule } from '../../geofences/types.ts';
import type { User } from '../auth/accounts.ts';
import { may } from '../auth/middleware.ts';
import { HaidangError } from '../errors.ts';
import type { Unit } from '../models/contact.ts';
import { type DocumentName, documentNames, type Entry, type SettingsDocument } from '../models/entry.ts';
import { proposalIdOf } from '../models/proposal.ts';
import type { DocumentVersion } from '../models/regulation.ts';
import type { Store } from '../store/store.ts';
import { proposedChange, settingsAnswer, settingsVersion, settingsVersions } from './answers/system.ts';
import { checkedDocument, emptyDocument } from './documents.ts';
import { checked, invalidBody, notFound } from './faults.ts';
import { documentBody } from './limits.ts';
import { recordListing } from './look-ups.ts';
import { citedByVersion, withNextVersions } from './next-versions.ts';
import { withSetters } from './own-thresholds.ts';
import { headOf, refuseTooMany } from './proposals.ts';
import { type ApiContext, actor, pathPart, type Route, whoAsks } from './route.ts';

const documentName = z.enum(documentNames);
const namedDocument = { name: documentName };

/** Each document has its own shape: checkedDocument of documents.ts. */
const anyDocument = z.union([z.array(z.unknown()), z.looseObject({})]);

const changeQuery = z.object({
  why: z.string().trim().min(1).max(500).optional(),
  /** The revision that was changed. */
  revision: z.coerce.number().int().nonnegative().optional(),
});
/** Earlier revisions in one answer. */
const mostVersions = 100;
/** A document is not changed by ten at once. */
const MOST_TRIES = 10;

export function settingsRoutes(context: ApiContext): Route[] {
  const { store, accounts } = context;
  return [
    {
      method: 'get',
      path: '/settings/:name',
      access: 'read',
      contract: {
        vi: 'Một phần cài đặt',
        en: 'A settings document',
        path: namedDocument,
        gives: { 200: settingsAnswer },
      },
      async handle(request, response) {
        const name = nameOf(pathPart(request, 'name'));
        // An endpoint is what a push service knows a browser by: nothing for everybody to read.
        if (name === 'subscriptions' && !may(whoAsks(response), 'settings:write'))
          throw new HaidangError('not-allowed', { permission: 'settings:write' });
        const answer = await read(store, name);
        if (name === 'contacts') await recordListing(context, response, 'contacts', (answer.body as unknown[]).length);
        response.json(answer);
      },
    },
    {
      method: 'get',
      path: '/settings/:name/versions',
      access: 'read',
      contract: {
        vi: 'Các bản trước',
        en: 'Earlier revisions of a settings document',
        path: namedDocument,
        gives: { 200: settingsVersions },
      },
      async handle(request, response) {
        response.json({ versions: await versionsOf(store, nameOf(pathPart(request, 'name'))) });
      },
    },
    {
      method: 'get',
      path: '/settings/:name/versions/:revision',
      access: 'read',
      contract: {
        vi: 'Một bản trước',
        en: 'One revision of a settings document',
        path: namedDocument,
        gives: { 200: settingsVersion },
      },
      async handle(request, response) {
        const name = nameOf(pathPart(request, 'name'));
        const revision = Number(pathPart(request, 'revision'));
        const version = Number.isSafeInteger(revision) ? await store.documentVersion(name, revision) : undefined;
        if (!version) {
          throw notFound({ vi: `bản ${revision} của “${name}”`, en: `Revision ${revision} of “${name}”` });
        }
        response.json(version);
      },
    },
    {
      method: 'put',
      path: '/settings/:name',
      access: 'settings:write',
      contract: {
        vi: 'Thay phần cài đặt',
        en: 'Replaces a settings document',
        path: namedDocument,
        query: changeQuery,
        body: anyDocument,
        gives: { 200: settingsAnswer, 202: proposedChange },
        fails: ['settings-changed', 'needs-person', 'illegal-move'],
      },
      body: documentBody,
      async handle(request, response) {
        const name = nameOf(pathPart(request, 'name'));
        const body = await checkedDocument(store, name, request.body);
        if (name === 'units') await refuseOrphans(store, body as Unit[], accounts.users());
        const { why, revision: expects } = checked(changeQuery, request.query);
        await refuseTooMany(store, name);
        const position = await set(context, { type: 'document', name, body, by: actor(response), why, expects });
        if (name === 'sign-in') await accounts.duty?.read();
        const waits = await store.proposal(proposalIdOf(position));
        if (waits) response.status(202).json({ proposal: headOf(waits) } satisfies z.infer<typeof proposedChange>);
        else response.json(await read(store, name));
      },
    },
  ];
}

type DocumentEntry = Extract<Entry, { type: 'document' }>;

/** Versions are counted from what holds; whatever came between is counted in by counting anew. @returns its position in the journal */
async function set({ store, room, clock }: ApiContext, entry: DocumentEntry): Promise<number> {
  const { name, expects } = entry;
  if (!citedByVersion(name)) return room.act(entry);
  for (let tries = 1; ; tries++) {
    const held = await store.document(name);
    const own = name === 'rules' ? withSetters(entry.body as Rule[], rulesOf(held), entry.by, clock()) : entry.body;
    const body = await withNextVersions(store, name, own, held);
    try {
      return await room.act({ ...entry, body, expects: expects ?? held?.revision ?? 0 });
    } catch (error) {
      const isOvertaken = error instanceof HaidangError && error.code === 'settings-changed';
      if (expects !== undefined || !isOvertaken || tries === MOST_TRIES) throw error;
    }
  }
}

function rulesOf(held: SettingsDocument | undefined): Rule[] {
  return (held?.body ?? []) as Rule[];
}

/** An account of a unit that is gone would see and answer for nothing, and nobody would know why. */
export async function refuseOrphans(store: Store, units: readonly Unit[], users: readonly User[]): Promise<void> {
  const kept = new Set(units.map(({ id }) => id));
  const removed = ((await store.document('units'))?.body ?? []) as Unit[];
  for (const { id, name } of removed) {
    if (kept.has(id)) continue;
    const speaker = users.find(({ unit }) => unit === id);
    if (!speaker) continue;
    throw invalidBody('', {
      vi: `“${name}” còn tài khoản “${speaker.name}”: hãy chuyển tài khoản sang đơn vị khác trước khi xóa`,
      en: `“${name}” still has the account “${speaker.name}”: move the account to another unit before removing it`,
    });
  }
}

function nameOf(text: string): DocumentName {
  const name = documentName.safeParse(text);
  if (!name.success) throw notFound({ vi: `phần cài đặt “${text}”`, en: `The settings document “${text}”` });
  return name.data;
}

async function read(store: Store, name: DocumentName): Promise<Partial<SettingsDocument>> {
  return (await store.document(name)) ?? { name, revision: 0, body: emptyDocument(name) };
}

/** Who changed it when and why, the newest first; as far back as revisions were kept. */
async function versionsOf(store: Store, name: DocumentName): Promise<Omit<SettingsDocument, 'body' | 'name'>[]> {
  const versions: Omit<SettingsDocument, 'body' | 'name'>[] = [];
  let at: SettingsDocument | DocumentVersion | undefined = await store.document(name);
  while (at && versions.length < mostVersions) {
    const { body: _body, name: _name, ...version }: SettingsDocument | DocumentVersion = at;
    const { previous } = version;
    versions.push(version);
    at = previous === undefined ? undefined : await store.documentVersion(name, previous);
  }
  return versions;
}

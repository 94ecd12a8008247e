/** One settings document: as it holds, who changed it when and why, and the form to change it. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatTime } from '../../geofences/position-text.ts';
import { AuditView } from '../accounts/AuditView.tsx';
import { SelfView } from '../accounts/SelfView.tsx';
import { UsersView } from '../accounts/UsersView.tsx';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { type ReadDocument, readDocument } from '../api/settings.ts';
import { type Key, said, t } from '../i18n/t.ts';
import { ImportsView } from '../imports/ImportsView.tsx';
import { actorName } from '../ui/actor.ts';
import { mayDo, seesSome } from '../ui/session.ts';
import { Changes } from './Changes.tsx';
import { ChannelsView } from './ChannelsView.tsx';
import { documents, type EditedDocument, isEdited } from './documents.ts';
import { Editor } from './Editor.tsx';
import type { Land } from './fields.ts';
import { readLand } from './land.ts';
import { Outline } from './Outline.tsx';
import { ProposalsView } from './ProposalsView.tsx';
import { readProposals, waiting } from './proposals.ts';
import { RoutingMatrix } from './RoutingMatrix.tsx';
import { TemplatePreview } from './TemplatePreview.tsx';
import { WallsView } from './WallsView.tsx';
import '../ui/stacked.css';
import './settings.css';
import '../i18n/settings-texts.ts';
import '../i18n/wall-texts.ts';
import '../i18n/access-texts.ts';

interface Loaded {
  name: string;
  document: ReadDocument;
  land: Land;
}

interface View {
  title: Key;
  Show: () => JSX.Element;
  /** Without it the page is not offered. */
  permission?: string;
}

/** Pages that are no document. */
const views: Record<string, View> = {
  channels: { title: 'channels.title', Show: ChannelsView },
  proposals: { title: 'proposal.title', Show: ProposalsView },
  walls: { title: 'nav.walls', Show: WallsView, permission: 'settings:write' },
  users: { title: 'users.title', Show: UsersView, permission: 'accounts:write' },
  audit: { title: 'audit.title', Show: AuditView, permission: 'audit:read' },
  imports: { title: 'nav.imports', Show: ImportsView, permission: 'registry:write' },
  account: { title: 'self.title', Show: SelfView },
};

function offered(): [name: string, page: { title: Key }][] {
  if (seesSome()) return [['account', views.account!]];
  const permitted = ({ permission }: View): boolean => permission === undefined || mayDo(permission);
  return [...Object.entries(documents), ...Object.entries(views).filter(([, view]) => permitted(view))];
}

export function SettingsPage({ name = 'routing' }: { name: string | undefined }): JSX.Element {
  const view = Object.hasOwn(views, name) ? views[name] : undefined;
  useEffect(() => {
    // What waits is told as a number beside its page; the page itself says when it cannot be had.
    if (!seesSome()) readProposals('waiting').catch(() => undefined);
  }, []);
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the names of the pages are one line, longer than the screen.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [name]);
  const count = waiting.value?.length ?? 0;
  return (
    <main class="page settings-page">
      <nav class="settings-nav" aria-label={t('nav.settings')} ref={nav}>
        {offered().map(([one, { title }]) => (
          <a key={one} href={`/settings/${one}`} aria-current={one === name ? 'page' : undefined}>
            {t(title)}
            {one === 'proposals' && count > 0 && ` (${count})`}
          </a>
        ))}
      </nav>
      {isEdited(name) && <DocumentView key={name} name={name} />}
      {view && <view.Show />}
      {!isEdited(name) && !view && <p>{t('page.unknown')}</p>}
    </main>
  );
}

async function load(name: string): Promise<Loaded> {
  const [document, land] = await Promise.all([readDocument(name), readLand()]);
  return { name, document, land: { ...land, draft: document.body } };
}

function DocumentView({ name }: { name: EditedDocument }): JSX.Element {
  const { title, about, field } = documents[name];
  const loaded = useSignal<Loaded | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  /** What the form begins with: what holds, or an earlier revision. */
  const editing = useSignal<{ body: unknown } | undefined>(undefined);
  const saved = useSignal<Key | undefined>(undefined);
  const edit = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    editing.value = undefined;
    // The form is gone with what had the focus.
    setTimeout(() => edit.current?.focus());
  };
  const read = (): void => {
    load(name).then(
      (one) => (loaded.value = one),
      (error: unknown) => (problem.value = sentenceFor(error)),
    );
  };
  useEffect(read, [name]);
  const mayChange = mayDo('settings:write');
  const shown = loaded.value;
  return (
    <>
      <h1>{t(title)}</h1>
      <p>{t(about)}</p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {saved.value && (
        <p role="status">
          {t(saved.value)} {saved.value === 'settings.waits' && <a href="/settings/proposals">{t('proposal.title')}</a>}
        </p>
      )}
      {!shown && !problem.value && <p>{t('page.loading')}</p>}
      {shown && editing.value && (
        <Editor
          name={name}
          field={field}
          document={shown.document}
          start={editing.value.body}
          land={shown.land}
          onSaved={(waits) => {
            close();
            saved.value = waits ? 'settings.waits' : 'settings.saved';
            read();
          }}
          onCancel={close}
        />
      )}
      {shown && !editing.value && (
        <>
          <p class="set-by">
            <SetBy document={shown.document} />{' '}
            {mayChange ? (
              <button
                type="button"
                class="primary"
                ref={edit}
                onClick={() => (editing.value = { body: shown.document.body })}
              >
                {t('settings.edit')}
              </button>
            ) : (
              <span>{t('settings.readOnly')}</span>
            )}{' '}
            {name === 'feeds' && <a href="/feeds">{t('keptFeeds.states')}</a>}
          </p>
          {name === 'routing' && <RoutingMatrix key={shown.document.revision} land={shown.land} />}
          {name === 'templates' && <TemplatePreview body={shown.document.body} land={shown.land} />}
          <Outline field={field} value={shown.document.body} land={shown.land} isWhole />
          <Changes
            key={shown.document.revision}
            name={name}
            field={field}
            document={shown.document}
            land={shown.land}
            onTakeUp={mayChange ? (body) => (editing.value = { body }) : undefined}
          />
        </>
      )}
    </>
  );
}

function SetBy({ document: { changedBy, changedAt, approvedBy, why } }: { document: ReadDocument }): JSX.Element {
  if (changedBy === undefined || changedAt === undefined) return <span>{t('settings.builtIn')}</span>;
  return (
    <span>
      {t('settings.setBy', { who: actorName(changedBy), when: formatTime(changedAt) })}{' '}
      {approvedBy !== undefined && t('settings.approvedBy', { who: actorName(approvedBy) })}
      {why && <q>{why}</q>}
    </span>
  );
}

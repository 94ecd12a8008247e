/** Changes that wait for a second person: from what to what, who proposed them and why, approved or refused here. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatLocalTime } from '../../geofences/position-text.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import type { Key } from '../i18n/t.ts';
import { said, t } from '../i18n/t.ts';
import { actorName } from '../ui/actor.ts';
import { utcStamp } from '../ui/format.ts';
import { mayDo, userName } from '../ui/session.ts';
import type { Land } from './fields.ts';
import { readLand } from './land.ts';
import { ProposedChange } from './ProposedChange.tsx';
import { decide, type ListedProposal, type ReadProposal, readProposal, readProposals, withdraw } from './proposals.ts';
import { documentTitle } from './titles.ts';
import './settings.css';
import '../i18n/settings-texts.ts';

const STATES: Record<ListedProposal['state'], Key> = {
  waiting: 'proposal.waiting',
  approved: 'proposal.approved',
  refused: 'proposal.refused',
  withdrawn: 'proposal.withdrawn',
};

export function ProposalsView(): JSX.Element {
  const all = useSignal<readonly ListedProposal[] | undefined>(undefined);
  const showsAll = useSignal(false);
  const problem = useSignal<Sentence | undefined>(undefined);
  const notice = useSignal<Key | undefined>(undefined);
  const read = async (): Promise<void> => {
    try {
      all.value = await readProposals(showsAll.value ? 'all' : 'waiting');
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  useEffect(() => void read(), [showsAll.value]);
  return (
    <>
      <h1>{t('proposal.title')}</h1>
      <p>{t('proposal.about')}</p>
      <label class="proposals-all">
        <input
          type="checkbox"
          checked={showsAll.value}
          onChange={(event) => (showsAll.value = event.currentTarget.checked)}
        />{' '}
        {t('proposal.all')}
      </label>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {notice.value && <p role="status">{t(notice.value)}</p>}
      {!all.value && !problem.value && <p>{t('page.loading')}</p>}
      {all.value?.length === 0 && <p class="empty">{t('proposal.none')}</p>}
      <ul class="proposals">
        {all.value?.map((one) => (
          <li key={one.id} data-proposal={one.id} data-state={one.state}>
            <Proposed
              head={one}
              onDone={(said) => {
                notice.value = said;
                void read();
              }}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Proposed({ head, onDone }: { head: ListedProposal; onDone(notice: Key): void }): JSX.Element {
  const shown = useSignal<{ read: ReadProposal; land: Land } | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const { id, name, by, at, why, state, decidedBy, decidedAt, verdictWhy, overtaken } = head;
  const open = async (isOpen: boolean): Promise<void> => {
    if (!isOpen || shown.value) return;
    try {
      const [read, land] = await Promise.all([readProposal(id), readLand()]);
      shown.value = { read, land: { ...land, draft: read.proposal.body } };
    } catch (error) {
      problem.value = sentenceFor(error);
    }
  };
  return (
    <details onToggle={(event) => void open(event.currentTarget.open)}>
      <summary>
        <b>{t(documentTitle(name))}</b> · {t('proposal.by', { who: actorName(by), when: formatLocalTime(at) })}{' '}
        <small>{utcStamp(at)}</small> · {t(STATES[state])} {why !== undefined && <q>{why}</q>}
      </summary>
      {decidedBy !== undefined && decidedAt !== undefined && (
        <p>
          {t('proposal.decidedBy', {
            state: t(STATES[state]),
            who: actorName(decidedBy),
            when: formatLocalTime(decidedAt),
          })}
          {verdictWhy !== undefined && <q>{verdictWhy}</q>}
        </p>
      )}
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {overtaken && <p class="problem">{t('proposal.overtaken')}</p>}
      {!shown.value && !problem.value && <p>{t('page.loading')}</p>}
      {shown.value && <ProposedChange {...shown.value} />}
      {shown.value && state === 'waiting' && <Verdict head={head} onDone={onDone} />}
    </details>
  );
}

/** Whoever proposed it may take it back; somebody else decides. */
function Verdict({ head, onDone }: { head: ListedProposal; onDone(notice: Key): void }): JSX.Element {
  const why = useSignal('');
  const busy = useSignal(false);
  const problem = useSignal<Sentence | undefined>(undefined);
  const isOwn = head.by === userName();
  const act = async (doing: () => Promise<unknown>, notice: Key): Promise<void> => {
    busy.value = true;
    try {
      await doing();
      onDone(notice);
    } catch (error) {
      problem.value = sentenceFor(error);
    }
    busy.value = false;
  };
  if (isOwn && !mayDo('settings:write')) return <p>{t('proposal.own')}</p>;
  if (!isOwn && !mayDo('settings:approve')) return <p>{t('proposal.others')}</p>;
  const reason = (): string => why.value.trim();
  return (
    <form class="verdict" onSubmit={(event) => event.preventDefault()}>
      <label class="field">
        {t(isOwn ? 'proposal.whyWithdrawn' : 'proposal.why')}
        <input
          name="why"
          maxLength={500}
          value={why.value}
          onInput={(event) => (why.value = event.currentTarget.value)}
        />
      </label>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {isOwn && <p>{t('proposal.own')}</p>}
      <p class="dialog-buttons">
        {isOwn ? (
          <button
            type="button"
            disabled={busy.value}
            onClick={() => void act(() => withdraw(head.id, reason()), 'proposal.isWithdrawn')}
          >
            {t('proposal.withdraw')}
          </button>
        ) : (
          <>
            <button
              type="button"
              class="primary"
              disabled={busy.value || head.overtaken}
              onClick={() => void act(() => decide(head.id, 'approved', reason()), 'proposal.isApproved')}
            >
              {t('proposal.approve')}
            </button>
            <button
              type="button"
              disabled={busy.value || reason() === ''}
              onClick={() => void act(() => decide(head.id, 'refused', reason()), 'proposal.isRefused')}
            >
              {t('proposal.refuse')}
            </button>
            {reason() === '' && <small>{t('proposal.refuseNeedsWhy')}</small>}
          </>
        )}
      </p>
    </form>
  );
}

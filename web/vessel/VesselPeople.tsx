/** Whom to call about a vessel, and what came of the latest calls. */
import type { JSX } from 'preact';
import type { VesselContacts } from '../../server/api/answers/vessels.ts';
import type { Contact } from '../../server/models/contact.ts';
import { readVesselContacts } from '../api/resources.ts';
import { said, t } from '../i18n/t.ts';
import { vt } from '../i18n/vessel-catalogue.ts';
import { actorName } from '../ui/actor.ts';
import { minuteStamp } from '../ui/format.ts';
import { ROLES } from '../ui/roles.ts';
import { casePath } from '../ui/router.ts';
import { useRead } from './read.ts';

export function VesselPeople({ id }: { id: string }): JSX.Element {
  const { found, problem } = useRead((signal) => readVesselContacts(id, signal), [id]);
  return (
    <section class="panel" aria-labelledby="vessel-people">
      <h2 id="vessel-people">{vt('record.contacts')}</h2>
      {problem && (
        <p class="problem" role="alert">
          {said(problem)}
        </p>
      )}
      {!found && !problem && <p>{t('page.loading')}</p>}
      {found && <People people={found.people} />}
      {found && <Calls calls={found.calls} />}
    </section>
  );
}

function People({ people }: Pick<VesselContacts, 'people'>): JSX.Element {
  const hasNumber = people.some(({ who, phone }) => (who === 'owner' || who === 'captain') && phone);
  return (
    <>
      {!hasNumber && <p class="empty">{vt('record.noContacts')}</p>}
      <ul class="plain-list people">
        {people.map(({ who, name, phone, email, unit }) => (
          <li key={`${who} ${name} ${phone}`}>
            <b>{name}</b> <small>{[whoWords(who), unit].filter(Boolean).join(' · ')}</small>
            <span>
              {phone && <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>}{' '}
              {email && <a href={`mailto:${encodeURIComponent(email)}`}>{email}</a>}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function whoWords(who: string): string {
  if (who === 'owner') return t('contact.owner');
  if (who === 'captain') return t('contact.captain');
  const key = ROLES[who as Contact['role']];
  return key === undefined ? who : t(key);
}

function Calls({ calls }: Pick<VesselContacts, 'calls'>): JSX.Element {
  return (
    <>
      <h3>{vt('record.calls')}</h3>
      {calls.length === 0 && <p class="empty">{vt('record.noCalls')}</p>}
      <ul class="plain-list">
        {calls.map(({ caseId, at, by, text }) => (
          <li key={`${caseId} ${at}`}>
            <a href={casePath(caseId)}>{minuteStamp(at)}</a> {actorName(by)}: {said(text)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** An owner's boats: how each does, where it was last, what alerts concern it, and what to do about them. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { formatPosition, formatSpeed } from '../../geofences/position-text.ts';
import type { ShownRow } from '../../server/api/fleet.ts';
import type { Alert } from '../../server/models/alert.ts';
import { getJson, type Sentence, sentenceFor } from '../api/http.ts';
import { STATES } from '../fleet/words.ts';
import { ft } from '../i18n/fleet-texts.ts';
import { ownerMessages } from '../i18n/owner-catalogue.ts';
import { language, said, speaker, t } from '../i18n/t.ts';
import { now } from '../ui/clock.ts';
import { durationWords, localStamp, utcStamp } from '../ui/format.ts';
import { vesselPath } from '../ui/router.ts';
import './owner.css';

const ot = speaker(ownerMessages);
const REFRESH_MS = 30_000;
const MOST_BOATS = 200;

interface Boats {
  rows: ShownRow[];
  alerts: Alert[];
}

async function readBoats(): Promise<Boats> {
  const [{ rows }, { alerts }] = await Promise.all([
    getJson<{ rows: ShownRow[] }>(`/fleet?limit=${MOST_BOATS}`),
    getJson<{ alerts: Alert[] }>('/alerts?limit=1000'),
  ]);
  return { rows, alerts };
}

export function OwnerPage(): JSX.Element {
  const boats = useSignal<Boats | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    const read = (): void => {
      readBoats().then(
        (found) => {
          boats.value = found;
          problem.value = undefined;
        },
        (error: unknown) => (problem.value = sentenceFor(error)),
      );
    };
    read();
    const timer = setInterval(read, REFRESH_MS);
    return () => clearInterval(timer);
  }, [boats, problem]);
  const shown = boats.value;
  return (
    <main class="page own-page">
      <h1>{ot('own.title')}</h1>
      <p>{ot('own.about')}</p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      {!shown && !problem.value && <p>{t('page.loading')}</p>}
      {shown?.rows.length === 0 && <p class="empty">{ot('own.none')}</p>}
      {shown?.rows.map((row) => (
        <Boat key={row.id} row={row} alerts={shown.alerts.filter(({ occurrence }) => occurrence.vesselId === row.id)} />
      ))}
    </main>
  );
}

function Boat({ row, alerts }: { row: ShownRow; alerts: readonly Alert[] }): JSX.Element {
  const { id, label, name, state, fixTime, lon, lat, speedKn, licenceUntil } = row;
  const titleId = `boat-${id}`;
  return (
    <article class="own-boat" aria-labelledby={titleId}>
      <h2 id={titleId}>
        {label} {name && <small>{name}</small>}
      </h2>
      <p class={`own-state ${state}`}>{ft(STATES[state])}</p>
      <dl>
        <dt>{ot('own.lastFix')}</dt>
        <dd>
          {fixTime === undefined ? (
            ot('own.never')
          ) : (
            <>
              {ot('own.ago', { age: durationWords(Math.max(0, now.value - fixTime)) })} · {localStamp(fixTime)}{' '}
              <small>{utcStamp(fixTime)}</small>
            </>
          )}
        </dd>
        {lon !== undefined && lat !== undefined && (
          <>
            <dt>{ot('own.place')}</dt>
            <dd>{formatPosition(lon, lat)}</dd>
          </>
        )}
        {speedKn !== undefined && (
          <>
            <dt>{ot('own.speed')}</dt>
            <dd>{formatSpeed(speedKn, language.value)}</dd>
          </>
        )}
        {licenceUntil && (
          <>
            <dt>{ot('own.licence')}</dt>
            <dd>{licenceUntil.split('-').reverse().join('/')}</dd>
          </>
        )}
      </dl>
      <h3>{ot('own.alerts')}</h3>
      {alerts.length === 0 && <p>{ot('own.noAlerts')}</p>}
      <ul>
        {alerts.map((alert) => (
          <li key={alert.id}>
            <strong>{said(alert.text)}</strong>
            <br />
            {ot('own.since', { time: localStamp(alert.occurrence.raisedAt) })}
            <br />
            {ot('own.todo')} {ot(adviceOn(alert.occurrence.kind))}
          </li>
        ))}
      </ul>
      <a href={vesselPath(id)}>{ot('own.map')}</a>
    </article>
  );
}

/** What an owner does about an alert of a kind (NĐ 37/2024 of a silence; the regulation of the others). */
function adviceOn(kind: string): keyof typeof ownerMessages {
  if (kind === 'distress') return 'own.doDistress';
  if (kind.startsWith('silence') || kind === 'declaration-missed' || kind.startsWith('vms-silent'))
    return 'own.doSilence';
  if (kind.startsWith('boundary')) return 'own.doBoundary';
  if (['wrong-zone', 'closed-area', 'fishing-inside', 'zone-presence'].includes(kind)) return 'own.doZone';
  return 'own.doOther';
}

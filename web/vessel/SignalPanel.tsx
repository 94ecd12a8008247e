/** When a vessel was heard, as a strip a source, and its silences in words, with what explains them. */
import type { JSX } from 'preact';
import { formatHours, formatPosition, formatUtcTime } from '../../geofences/position-text.ts';
import type { VesselSignals } from '../../server/api/answers/vessels.ts';
import type { Alert } from '../../server/models/alert.ts';
import type { Vessel } from '../../server/models/vessel.ts';
import { formatDecimal, language, said, t } from '../i18n/t.ts';
import { type VesselKey, vt } from '../i18n/vessel-catalogue.ts';
import { clockText, dateText, durationWords, minuteStamp } from '../ui/format.ts';
import { casePath, momentPath } from '../ui/router.ts';
import { isOwner } from '../ui/session.ts';
import {
  barsOf,
  DAY_MS,
  heardShare,
  knownSince,
  marksOn,
  owedSource,
  placeOn,
  type Silence,
  type Source,
  STRIP_WIDTH,
  silencesOf,
} from './signal-strip.ts';

const SPANS_DAYS = [1, 7, 30, 90, 365];
/** A month says how a boat usually does. */
const USUAL_DAYS = 30;

/** The shortest strip that holds all that is known, up to a month. */
export function usualDays(since: number, now: number): number {
  return SPANS_DAYS.find((days) => days >= USUAL_DAYS || now - since <= days * DAY_MS)!;
}

const MOST_LISTED = 50;
const MOST_MARKS = 9;
const ROWS: readonly [Source, VesselKey][] = [
  ['vms', 'record.vms'],
  ['ais', 'record.ais'],
  ['manual', 'record.manual'],
];
const NAMES = Object.fromEntries(ROWS) as Record<Source, VesselKey>;

interface SignalPanelProps {
  id: string;
  vessel: Vessel;
  signals: VesselSignals | undefined;
  /** All that there were of this vessel. */
  alerts: readonly Alert[];
  days: number;
  onDays(days: number): void;
}

export function SignalPanel({ id, vessel, signals, alerts, days, onDays }: SignalPanelProps): JSX.Element {
  const source = signals && owedSource(signals, vessel);
  const since = signals && knownSince(signals, vessel.firstHeardAt);
  return (
    <section class="panel" aria-labelledby="vessel-signals">
      <h2 id="vessel-signals">
        {vt('record.signals')}{' '}
        <select
          aria-label={vt('record.signals')}
          value={days}
          onChange={(event) => onDays(Number(event.currentTarget.value))}
        >
          {SPANS_DAYS.map((n) => (
            <option key={n} value={n}>
              {vt('record.lastDays', { n })}
            </option>
          ))}
        </select>
      </h2>
      {!signals && <p>{t('page.loading')}</p>}
      {signals && source && since !== undefined && (
        <>
          <Summary signals={signals} source={source} since={since} days={days} />
          <Strip signals={signals} since={since} alerts={alerts} days={days} />
          {signals.cut && <p class="problem">{vt('record.cut')}</p>}
          {signals.unread && <p class="problem">{vt('record.unread')}</p>}
          {since > signals.from && <p>{vt('record.knownSince', { time: minuteStamp(since) })}</p>}
          <Silences id={id} signals={signals} source={source} since={since} alerts={alerts} />
        </>
      )}
    </section>
  );
}

interface SummaryProps {
  signals: VesselSignals;
  source: Source;
  since: number;
  days: number;
}

function Summary({ signals, source, since, days }: SummaryProps): JSX.Element {
  const name = vt(NAMES[source]);
  const silences = silencesOf(signals, source, since).filter(({ last }) => !last?.port);
  const isUnheard = !signals.spans[source]?.some(({ to }) => to >= signals.from);
  if (isUnheard) return <p class="signal-summary">{vt('record.heardNothing', { source: name, n: days })}</p>;
  if (silences.length === 0) return <p class="signal-summary">{vt('record.heardAll', { source: name })}</p>;
  const share = formatDecimal(Math.floor(heardShare(signals, source, since) * 1000) / 10);
  const longest = durationWords(Math.max(...silences.map(({ ms }) => ms)));
  return <p class="signal-summary">{vt('record.heard', { source: name, share, n: silences.length, longest })}</p>;
}

interface StripProps {
  signals: VesselSignals;
  since: number;
  alerts: readonly Alert[];
  days: number;
}

function Strip({ signals, since, alerts, days }: StripProps): JSX.Element {
  const rows = ROWS.filter(([source]) => source !== 'manual' || signals.spans.manual);
  const outages = signals.outages.map(({ from, to }) => ({ from, to: to ?? signals.to }));
  const raised = alerts
    .filter(({ occurrence: { state, raisedAt } }) => state !== 'retracted' && raisedAt <= signals.to)
    .map(({ occurrence: { raisedAt } }) => ({ from: raisedAt, to: raisedAt }));
  const unknown = since > signals.from ? barsOf(signals, [{ from: signals.from, to: since }]) : '';
  return (
    <div class="signal-strip" role="img" aria-label={vt('record.strip', { n: days })}>
      {rows.map(([source, name]) => (
        <StripRow
          key={source}
          name={vt(name)}
          kind={source}
          path={barsOf(signals, signals.spans[source] ?? [])}
          unknown={unknown}
        />
      ))}
      {outages.length > 0 && <StripRow name={vt('record.outages')} kind="outage" path={barsOf(signals, outages)} />}
      {raised.length > 0 && <StripRow name={vt('record.alertsOn')} kind="raised" path={barsOf(signals, raised)} />}
      <span class="no-name" />
      <Marks signals={signals} />
    </div>
  );
}

function Marks({ signals }: { signals: VesselSignals }): JSX.Element {
  const { stepMs, times } = marksOn(signals, MOST_MARKS);
  return (
    <div class="signal-days">
      {times.map((time) => (
        <small key={time} style={{ left: `${(placeOn(signals, time) / STRIP_WIDTH) * 100}%` }}>
          {stepMs < DAY_MS ? clockText(time, 'local').slice(0, 5) : dateText(time, 'local').slice(0, 5)}
        </small>
      ))}
    </div>
  );
}

interface StripRowProps {
  name: string;
  kind: string;
  path: string;
  /** Where nothing is known of the vessel. */
  unknown?: string;
}

function StripRow({ name, kind, path, unknown }: StripRowProps): JSX.Element {
  return (
    <>
      <b>{name}</b>
      <svg class={`signal-row ${kind}`} viewBox={`0 0 ${STRIP_WIDTH} 1`} preserveAspectRatio="none" aria-hidden="true">
        {unknown && <path class="unknown" d={unknown} />}
        <path d={path} />
      </svg>
    </>
  );
}

interface SilencesProps extends Omit<SummaryProps, 'days'> {
  id: string;
  alerts: readonly Alert[];
}

function Silences({ id, signals, source, since, alerts }: SilencesProps): JSX.Element | null {
  const silences = silencesOf(signals, source, since);
  if (silences.length === 0) return null;
  return (
    <details open={silences.length <= 8}>
      <summary>
        {vt('record.silences')} ({silences.length})
      </summary>
      <ul class="silences">
        {silences.slice(0, MOST_LISTED).map((silence) => (
          <SilenceLine key={silence.last?.time ?? 0} id={id} silence={silence} signals={signals} alerts={alerts} />
        ))}
      </ul>
      {silences.length > MOST_LISTED && <p>{vt('record.onlyNewest', { n: MOST_LISTED })}</p>}
    </details>
  );
}

function SilenceLine({
  id,
  silence: { last, until, ms, outage },
  signals,
  alerts,
}: {
  id: string;
  silence: Silence;
  signals: VesselSignals;
  alerts: readonly Alert[];
}): JSX.Element {
  const end = until ?? signals.to;
  const found = alerts.find(
    ({ occurrence: { kind, raisedAt, state } }) =>
      kind.startsWith('silence') && state !== 'retracted' && raisedAt > (last?.time ?? signals.from) && raisedAt <= end,
  );
  return (
    <li>
      <b>{formatHours(ms / 3_600_000, language.value)}</b>{' '}
      {last ? <Time at={last.time} /> : vt('record.neverBefore', { time: minuteStamp(end) })} →{' '}
      {until === undefined ? <b class="old">{vt('record.stillSilent')}</b> : <Time at={until} />}
      {last && (
        <>
          {' · '}
          {last.port && `${vt('record.inPort', { port: said(last.port) })} · `}
          <a href={momentPath(id, last)}>{vt('record.lastPlace', { place: formatPosition(last.lon, last.lat) })}</a>
        </>
      )}
      {found?.caseId && !isOwner() && (
        <>
          {' · '}
          <a href={casePath(found.caseId)}>{t('alert.case')}</a>
        </>
      )}
      {outage && <p class="outage-note">{vt('record.wasOutage', { provider: outage.provider })}</p>}
    </li>
  );
}

function Time({ at }: { at: number }): JSX.Element {
  return (
    <time dateTime={new Date(at).toISOString()}>
      {minuteStamp(at)} <small>{formatUtcTime(at)}</small>
    </time>
  );
}

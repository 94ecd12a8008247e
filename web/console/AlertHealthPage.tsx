/** How the alarm system itself does: peaks, what stands, how soon people answer, and rules that call them for nothing. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { AlertHealthAnswer, RuleHealthView } from '../../server/api/alert-health.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { readAlertHealth } from '../api/work.ts';
import { formatDecimal, said, t } from '../i18n/t.ts';
import { durationWords, localStamp, utcStamp } from '../ui/format.ts';
import { rulePath, vesselPath } from '../ui/router.ts';
import { ProposalTrial } from './ProposalTrial.tsx';
import '../i18n/page-texts.ts';
import '../ui/stacked.css';

const SPANS_DAYS = [1, 7, 30];
const MINUTE_MS = 60_000;

export function AlertHealthPage(): JSX.Element {
  const days = useSignal(7);
  const health = useSignal<AlertHealthAnswer | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  useEffect(() => {
    problem.value = undefined;
    readAlertHealth(days.value).then(
      (answer) => (health.value = answer),
      (error) => (problem.value = sentenceFor(error)),
    );
  }, [days.value]);
  return (
    <main class="page">
      <h1>{t('health.title')}</h1>
      <p>{t('health.about')}</p>
      <label>
        {t('health.span')}{' '}
        <select value={days.value} onChange={({ currentTarget }) => (days.value = Number(currentTarget.value))}>
          {SPANS_DAYS.map((n) => (
            <option key={n} value={n}>
              {t('health.days', { n })}
            </option>
          ))}
        </select>
      </label>
      {problem.value && (
        <p role="alert" class="problem">
          {said(problem.value)}
        </p>
      )}
      {!health.value && !problem.value && <p>{t('page.loading')}</p>}
      {health.value && <Figures health={health.value} />}
      {health.value && <Rules rules={health.value.rules} />}
    </main>
  );
}

function Figures({ health }: { health: AlertHealthAnswer }): JSX.Element {
  const { perTenMinutes, acknowledged, waiting, byPriority } = health;
  const { mostAt } = perTenMinutes;
  const rows: [string, JSX.Element | string][] = [
    [
      t('health.raised'),
      t('health.byPriority', { n: health.raised, p1: byPriority[1], p2: byPriority[2], p3: byPriority[3] }),
    ],
    [t('health.mean'), formatDecimal(perTenMinutes.mean)],
    [
      t('health.most'),
      <>
        {perTenMinutes.most}
        {mostAt !== undefined && (
          <time dateTime={new Date(mostAt).toISOString()}>
            {' · '}
            {localStamp(mostAt)} <small>{utcStamp(mostAt)}</small>
          </time>
        )}
      </>,
    ],
    [t('health.flood'), `${percent(perTenMinutes.floodShare)} %`],
    [t('health.standing'), String(health.standing)],
    [t('health.stale'), String(health.stale)],
    [t('health.acknowledged'), answerTimes(acknowledged)],
    [
      t('health.waiting'),
      waiting.longestMin === undefined
        ? t('health.none')
        : t('health.longest', { n: waiting.count, time: durationWords(waiting.longestMin * MINUTE_MS) }),
    ],
  ];
  return (
    <div class="table-scroll">
      {health.isCut && <p class="problem">{t('health.cut')}</p>}
      <table>
        <tbody>
          {rows.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function answerTimes({ count, medianMin, p95Min }: AlertHealthAnswer['acknowledged']): string {
  if (medianMin === undefined || p95Min === undefined) return t('health.none');
  return t('health.times', {
    n: count,
    median: durationWords(medianMin * MINUTE_MS),
    p95: durationWords(p95Min * MINUTE_MS),
  });
}

function Rules({ rules }: { rules: RuleHealthView[] }): JSX.Element {
  if (rules.length === 0) return <p>{t('health.quiet')}</p>;
  return (
    <section aria-labelledby="health-rules">
      <h2 id="health-rules">{t('health.rules')}</h2>
      <div class="table-scroll">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">{t('health.rule')}</th>
              <th scope="col">{t('health.count')}</th>
              <th scope="col">{t('health.retracted')}</th>
              <th scope="col">{t('health.needless')}</th>
              <th scope="col">{t('health.noisiest')}</th>
              <th scope="col">{t('health.proposal')}</th>
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <RuleRow key={rule.ruleId} rule={rule} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function RuleRow({ rule }: { rule: RuleHealthView }): JSX.Element {
  const { noisiest, proposal } = rule;
  return (
    <tr>
      <th scope="row">
        <a href={rulePath(rule.ruleId)}>{said(rule.name)}</a>
      </th>
      <td data-label={t('health.count')}>{t('health.share', { n: rule.raised, percent: percent(rule.share) })}</td>
      <td data-label={t('health.retracted')}>{rule.retracted}</td>
      <td data-label={t('health.needless')}>
        {rule.closed === 0 ? t('health.none') : t('health.of', { n: rule.needless, of: rule.closed })}
      </td>
      <td data-label={noisiest && t('health.noisiest')}>
        {noisiest && (
          <a href={vesselPath(noisiest.vesselId)}>
            {rule.vesselLabel ?? noisiest.vesselId} ({noisiest.raised})
          </a>
        )}
      </td>
      <td>
        {proposal && <ProposalTrial proposal={proposal} />}
        {rule.isNoisy && !proposal && t('health.review')}
      </td>
    </tr>
  );
}

function percent(share: number): string {
  return formatDecimal(Math.round(share * 1000) / 10);
}

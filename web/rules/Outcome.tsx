/** What a trial has said: how much, on which days, of whom, and examples to look at on the map. */
import type { JSX } from 'preact';
import type { DryRunExample, DryRunResult } from '../../geofences/dry-run/result.ts';
import { MOST_TOGETHER } from '../../geofences/dry-run/span.ts';
import { formatLocalTime } from '../../geofences/position-text.ts';
import type { DryRunView } from '../../server/dry-runs/dry-runs.ts';
import { formatDecimal, said, t } from '../i18n/t.ts';
import { momentPath, vesselPath } from '../ui/router.ts';
import { BothCounts } from './BothCounts.tsx';
import { DayBars, DayTable } from './DayBars.tsx';
import { n } from './new-rule-words.ts';
import { rateWords } from './words.ts';
import '../i18n/rules-texts.ts';

/** One alarm in ten minutes (EEMUA 191, ui.md §3). */
const FLOOD_PER_HOUR = 6;
const MOST_VESSELS = 50;

export function Outcome({ view }: { view: DryRunView }): JSX.Element | null {
  const { result } = view;
  if (!result) return null;
  if (result.notRun.length > 0 && result.notRun.length >= result.rules.length) return <NotRun result={result} />;
  if (result.firstFixTime === undefined) return <p class="empty">{t('dryRun.noTracks')}</p>;
  const { totals, uncompared } = result;
  return (
    <div class="outcome">
      <Sums result={result} />
      <p class="run-facts">
        {t('dryRun.span', {
          from: formatLocalTime(Math.max(result.from, result.firstFixTime)),
          to: formatLocalTime(result.to),
          hours: result.hours,
          vessels: result.vesselsJudged,
          fixes: result.fixes,
          seconds: formatDecimal(Math.round((view.tookMs ?? 0) / 100) / 10),
        })}
      </p>
      {result.notRun.length > 0 && (
        <>
          <p class="problem">{n('notRunSome', { n: result.notRun.length })}</p>
          <NotRun result={result} />
        </>
      )}
      {uncompared > 0 && <p class="problem">{t('dryRun.uncompared', { n: uncompared })}</p>}
      {totals.now + totals.proposed > 0 && (
        <>
          <h3>{t('dryRun.byDay')}</h3>
          <DayBars days={result.days} />
          <DayTable days={result.days} />
          <Examples title={t('dryRun.onlyProposed')} examples={result.examples.proposed} all={totals.onlyProposed} />
          <Examples title={t('dryRun.onlyNow')} examples={result.examples.now} all={totals.onlyNow} />
          <VesselCounts result={result} />
        </>
      )}
    </div>
  );
}

function NotRun({ result }: { result: DryRunResult }): JSX.Element {
  const isFor = (reason: DryRunResult['notRun'][number]['reason']) =>
    result.notRun.some((one) => one.reason === reason);
  return (
    <>
      {isFor('kind') && <p class="problem">{t('dryRun.notRunKind')}</p>}
      {isFor('fleet-too-large') && <p class="problem">{t('dryRun.notRunFleet', { most: MOST_TOGETHER })}</p>}
    </>
  );
}

function Sums({ result }: { result: DryRunResult }): JSX.Element {
  const { totals, hours, vesselsJudged: judged } = result;
  const isSame = totals.now === totals.proposed && totals.onlyNow + totals.onlyProposed === 0;
  return (
    <div class="sums" role="status">
      {totals.now + totals.proposed === 0 ? (
        <p class="sum">{t('dryRun.nothing')}</p>
      ) : (
        <>
          <p class="sum">
            {t('dryRun.proposed', {
              n: totals.proposed,
              rate: rateWords(totals.proposed, hours),
              vessels: totals.vesselsProposed,
              judged,
            })}
          </p>
          <p>
            {t('dryRun.now', { n: totals.now, rate: rateWords(totals.now, hours), vessels: totals.vesselsNow, judged })}
          </p>
          <p>{isSame ? t('dryRun.same') : t('dryRun.only', { proposed: totals.onlyProposed, now: totals.onlyNow })}</p>
        </>
      )}
      {totals.proposed > FLOOD_PER_HOUR * hours && <p class="problem">{t('dryRun.flood')}</p>}
    </div>
  );
}

interface ExamplesProps {
  title: string;
  examples: readonly DryRunExample[];
  all: number;
}

function Examples({ title, examples, all }: ExamplesProps): JSX.Element | null {
  if (examples.length === 0) return null;
  return (
    <section class="examples">
      <h3>
        {title} {all > examples.length && <small>{t('dryRun.newest', { shown: examples.length, n: all })}</small>}
      </h3>
      <ol>
        {examples.map((example) => (
          <li key={example.id}>
            <p>{said(example.text)}</p>
            <a href={momentPath(example.vesselId, { time: example.raisedAt, lon: example.lon, lat: example.lat })}>
              {t('dryRun.onMap')}
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function VesselCounts({ result: { vessels, totals } }: { result: DryRunResult }): JSX.Element {
  const shown = vessels.slice(0, MOST_VESSELS);
  const all = Math.max(vessels.length, totals.vesselsNow, totals.vesselsProposed);
  return (
    <section>
      <h3>{t('dryRun.byVessel')}</h3>
      <BothCounts
        what={t('dryRun.vessel')}
        rows={shown.map(({ label, ...rest }) => ({ ...rest, words: label, href: vesselPath(rest.id) }))}
      />
      {all > shown.length && <p class="empty">{t('dryRun.further', { n: all - shown.length })}</p>}
    </section>
  );
}

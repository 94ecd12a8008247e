/** Whom each rule tells, by length class: what table, contacts, units and rosters come to for a vessel of that port. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RoutingPreviewRow } from '../../server/api/routing-preview.ts';
import { type Sentence, sentenceFor } from '../api/http.ts';
import { previewRouting } from '../api/settings.ts';
import { CHANNELS } from '../console/channel-words.ts';
import { PriorityMark } from '../console/PriorityMark.tsx';
import { type Key, said, t } from '../i18n/t.ts';
import { ruleName } from '../rules/names.ts';
import { ROLES } from '../ui/roles.ts';
import { ports } from './choices.ts';
import type { Land } from './fields.ts';
import '../i18n/settings-texts.ts';

/** By the lengths that the server takes for examples. */
export const LENGTHS: Record<number, Key> = { 12: 'length.below15', 18: 'length.from15', 26: 'length.from24' };

export function RoutingMatrix({ land }: { land: Land }): JSX.Element {
  const length = useSignal(18);
  const port = useSignal('');
  const rows = useSignal<RoutingPreviewRow[] | undefined>(undefined);
  const problem = useSignal<Sentence | undefined>(undefined);
  const homePort = port.value;
  useEffect(() => {
    previewRouting(homePort === '' ? {} : { homePort }).then(
      (all) => (rows.value = all),
      (error: unknown) => (problem.value = sentenceFor(error)),
    );
  }, [homePort, rows, problem]);
  const shown = (rows.value ?? [])
    .filter(({ lengthM }) => lengthM === length.value)
    .sort((a, b) => a.priority - b.priority);
  return (
    <section class="outline" aria-labelledby="matrix-title">
      <h2 id="matrix-title">{t('matrix.title')}</h2>
      <p class="filters">
        <label>
          {t('matrix.length')}{' '}
          <select value={length.value} onChange={(event) => (length.value = Number(event.currentTarget.value))}>
            {Object.entries(LENGTHS).map(([lengthM, key]) => (
              <option key={lengthM} value={lengthM}>
                {t(key)}
              </option>
            ))}
          </select>
        </label>{' '}
        <label>
          {t('settings.homePorts')}{' '}
          <select value={homePort} onChange={(event) => (port.value = event.currentTarget.value)}>
            <option value="">{t('settings.notSet')}</option>
            {ports(land).map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      </p>
      {problem.value && (
        <p class="problem" role="alert">
          {said(problem.value)}
        </p>
      )}
      <ul class="matrix">
        {shown.map((row) => {
          const rule = land.rules.find(({ id }) => id === row.ruleId);
          return (
            <li key={row.ruleId} data-rule={row.ruleId}>
              <h3>
                <PriorityMark priority={row.priority as 1 | 2 | 3 | 4} /> {rule ? ruleName(rule) : row.ruleId}
              </h3>
              <Told row={row} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function Told({ row: { told, unreachable } }: { row: RoutingPreviewRow }): JSX.Element {
  if (told.length === 0 && unreachable.length === 0) return <p>{t('matrix.nobody')}</p>;
  return (
    <ul>
      {told.map(({ role, name, channels }) => (
        <li key={`${role} ${name}`}>
          <b>{role === 'owner' ? t(ROLES.owner) : name}</b>
          {role !== 'owner' && <small> {t(ROLES[role])}</small>}: {channels.map((one) => t(CHANNELS[one])).join(', ')}
        </li>
      ))}
      {unreachable.map(({ role, why }) => (
        <li key={`${role} ${why.en}`} class="missing">
          ⚠ {t('matrix.unreachable', { who: said(why) })}
        </li>
      ))}
    </ul>
  );
}

/** For which rules and lengths a change of routing, contacts, units or rosters tells others than now. */
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RoutingPreviewRow } from '../../server/api/routing-preview.ts';
import { previewRouting } from '../api/settings.ts';
import { t } from '../i18n/t.ts';
import { ruleName } from '../rules/names.ts';
import { type Land, same } from './fields.ts';
import { LENGTHS, Told } from './RoutingMatrix.tsx';
import '../i18n/settings-texts.ts';
import '../i18n/rules-texts.ts';

/** Typing goes on: asked for when it rests. */
const WAIT_MS = 400;

interface Pair {
  now: RoutingPreviewRow;
  proposed: RoutingPreviewRow;
}

export function RoutingDifferences({ name, draft, land }: { name: string; draft: unknown; land: Land }): JSX.Element {
  const pairs = useSignal<Pair[] | undefined>(undefined);
  useEffect(() => {
    const timer = setTimeout(() => {
      Promise.all([previewRouting({}), previewRouting({ [name]: draft })]).then(
        ([now, proposed]) => {
          pairs.value = now.flatMap((row, n) => {
            const other = proposed[n];
            return other && !same([row.told, row.unreachable], [other.told, other.unreachable])
              ? [{ now: row, proposed: other }]
              : [];
          });
        },
        // A draft that is not sound yet has no preview; saving says what is wrong with it.
        () => (pairs.value = undefined),
      );
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [draft, name, pairs]);
  if (pairs.value === undefined) return <p>{t('matrix.notYet')}</p>;
  if (pairs.value.length === 0) return <p>{t('matrix.same')}</p>;
  return (
    <div class="table-scroll">
      <table class="differences">
        <thead>
          <tr>
            <th scope="col">{t('matrix.title')}</th>
            <th scope="col">{t('apply.before')}</th>
            <th scope="col">{t('apply.after')}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.value.map(({ now, proposed }) => {
            const rule = land.rules.find(({ id }) => id === now.ruleId);
            return (
              <tr key={`${now.ruleId} ${now.lengthM}`}>
                <th scope="row">
                  {rule ? ruleName(rule) : now.ruleId}
                  <small>{t(LENGTHS[now.lengthM]!)}</small>
                </th>
                <td>
                  <Told row={now} />
                </td>
                <td>
                  <Told row={proposed} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

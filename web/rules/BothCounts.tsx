/** Rows of a dry run's result: what today's version raises beside what the changed one would. */
import type { JSX } from 'preact';

import { formatCount, t } from '../i18n/t.ts';
import '../i18n/rules-texts.ts';

interface BothCountsProps {
  /** Heading of the first column. */
  what: string;
  rows: readonly { id: string; href: string; words: string; now: number; proposed: number }[];
}

export function BothCounts({ what, rows }: BothCountsProps): JSX.Element {
  return (
    <table class="vessel-counts">
      <BothHead what={what} />
      <tbody>
        {rows.map(({ id, href, words, now, proposed }) => (
          <tr key={id} class={now === proposed ? undefined : 'differs'}>
            <th scope="row">
              <a href={href}>{words}</a>
            </th>
            <td class="number">{formatCount(now)}</td>
            <td class="number">{formatCount(proposed)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function BothHead({ what }: { what: string }): JSX.Element {
  return (
    <thead>
      <tr>
        <th scope="col">{what}</th>
        <th scope="col" class="number">
          {t('dryRun.today')}
        </th>
        <th scope="col" class="number">
          {t('dryRun.changed')}
        </th>
      </tr>
    </thead>
  );
}

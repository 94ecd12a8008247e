/** The mark that the map hides vessels, over the map for as long as it does: an empty sea must not look like one. */
import type { JSX } from 'preact';
import { formatCount, t } from '../i18n/t.ts';
import { openPanel } from '../map/panels.ts';
import { isFiltered, missingGroups, showAll, shownCount } from './filters.ts';

export function FilterStrip(): JSX.Element | null {
  if (!isFiltered.value) return null;
  const { shown, all, kept } = shownCount.value ?? { shown: 0, all: 0, kept: 0 };
  return (
    <div class="filter-strip">
      <button type="button" class="filter-words" onClick={() => (openPanel.value = 'filter')}>
        <b>{t('filter.strip', { shown: formatCount(shown), all: formatCount(all) })}</b>
        {kept > 0 && <small> {t('filter.kept', { n: kept })}</small>}
        {missingGroups.value > 0 && <small> {t('filter.missing', { n: missingGroups.value })}</small>}
      </button>
      <button type="button" onClick={showAll}>
        {t('filter.showAll')} <kbd>0</kbd>
      </button>
      <span class="sr-only" role="status">
        {t('filter.active')}
      </span>
    </div>
  );
}

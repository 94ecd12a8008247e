/** How long the fleet has been silent, by province: numbers, and a bar that is the same in shapes. */
import type { JSX } from 'preact';
import type { FleetGroup, SilenceBands } from '../../server/wall/figures.ts';
import { formatCount, type Key, t } from '../i18n/t.ts';
import { figures } from './figures.ts';
import '../ui/stacked.css';
import '../i18n/wall-texts.ts';

const BANDS: readonly [keyof SilenceBands, Key][] = [
  ['reporting', 'wall.reportingNow'],
  ['late', 'wall.late'],
  ['silent', 'wall.silent'],
  ['longSilent', 'wall.longSilent'],
  ['never', 'wall.never'],
];

export function FleetScene(): JSX.Element {
  const known = figures.value;
  return (
    <>
      <h1>{t('wall.fleet')}</h1>
      {known ? <FleetTable fleet={known.fleet} /> : <p>{t('wall.dataUnknown')}</p>}
      {known && known.notOwing > 0 && <p class="small">{t('wall.notOwing', { n: known.notOwing })}</p>}
    </>
  );
}

export function FleetTable({ fleet }: { fleet: readonly FleetGroup[] }): JSX.Element {
  if (fleet.length === 0) return <p class="wall-calm">{t('wall.noFleet')}</p>;
  return (
    <table class="wall-table stacked">
      <thead>
        <tr>
          <th scope="col">{t('wall.province')}</th>
          <th scope="col">{t('wall.owing')}</th>
          {BANDS.map(([band, key]) => (
            <th scope="col" key={band}>
              {t(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fleet.map((group) => (
          <tr key={group.province ?? ''}>
            <th scope="row">{provinceWords(group.province)}</th>
            <td data-label={t('wall.owing')}>{formatCount(group.owing)}</td>
            {BANDS.map(([band, key]) => (
              <td key={band} data-label={t(key)} class={group[band] > 0 ? `band-${band}` : 'none'}>
                {formatCount(group[band])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function provinceWords(province: string | undefined): string {
  if (province === undefined) return t('wall.noProvince');
  return province === '…' ? t('wall.others') : province;
}

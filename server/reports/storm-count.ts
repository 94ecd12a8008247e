/** Storm counting (kiểm đếm tàu thuyền, domain.md §2.4): vessels by sea area, moored, and those that nobody has heard of. */
import type { Words } from '../system-words.ts';
import { portNames, vesselCells, vesselColumns } from './columns.ts';
import { contactRows } from './daily-vms.ts';
import { fleetAt, whereDefinition, whereWords, zonesOf } from './fleet-at.ts';
import { column, figureOf, type Report, type ReportRow } from './report.ts';
import { lastFixColumn, lastPositionColumn } from './seen-columns.ts';

const figure = figureOf('vessels');

const shelterWords: Words = { vi: 'trong khu tránh trú', en: 'in a shelter' };

export const stormCount: Report = {
  name: 'storm-count',
  title: { vi: 'Kiểm đếm tàu thuyền (bão)', en: 'Storm counting' },
  about: {
    vi: 'Tàu trong sổ đăng ký ở cuối kỳ: trên biển theo vùng, đã neo đậu, chưa rõ ở đâu, và tàu trong kỳ vừa không có vị trí vừa chưa liên lạc được. Số người trên tàu chưa có trong hệ thống.',
    en: 'Registered vessels at the end of the period: at sea by area, moored, whereabouts unknown, and those that were neither heard nor reached in it. How many people are on board the system does not know.',
  },
  reach: 'own',
  usual: 'day',
  split: { table: 'vessels', by: 'area', none: { vi: 'Ngoài các vùng', en: 'In none of the areas' } },
  tables: [
    {
      name: 'vessels',
      words: { vi: 'Tàu', en: 'Vessels' },
      columns: [
        ...vesselColumns,
        column('where', { vi: 'Ở đâu', en: 'Whereabouts' }, 18, {
          vi: `${whereDefinition.vi} Trong khu tránh trú: vùng loại “khu neo đậu tránh trú bão”.`,
          en: `${whereDefinition.en} In a shelter: a zone of that kind.`,
        }),
        column('area', { vi: 'Vùng', en: 'Area' }, 26, {
          vi: 'Các vùng ven bờ, lộng, khơi, theo dõi mà vị trí mới nhất nằm trong.',
          en: 'Coastal, inshore, offshore and monitored areas in which the newest position lies.',
        }),
        lastFixColumn,
        lastPositionColumn,
      ],
    },
  ],
  figures: [
    figure(
      'all',
      { vi: 'tàu được kiểm đếm', en: 'vessels counted' },
      { vi: 'Mọi tàu trong sổ đăng ký.', en: 'Every registered vessel.' },
    ),
    figure(
      'sea',
      { vi: 'trên biển', en: 'at sea' },
      {
        vi: 'Vị trí mới nhất không ở trong cảng hay khu tránh trú.',
        en: 'The newest position is neither in a port nor in a shelter.',
      },
    ),
    figure(
      'moored',
      { vi: 'đã neo đậu', en: 'moored' },
      {
        vi: 'Vị trí mới nhất ở trong cảng hoặc khu tránh trú.',
        en: 'The newest position is in a port or a shelter.',
      },
    ),
    figure(
      'unknown',
      { vi: 'chưa rõ ở đâu', en: 'whereabouts unknown' },
      {
        vi: 'Chưa có vị trí, hoặc vị trí không tin được.',
        en: 'No position, or one that is not believed.',
      },
    ),
    figure(
      'no-contact',
      { vi: 'chưa liên lạc được', en: 'not contacted' },
      {
        vi: 'Trong kỳ không có vị trí nào và không có lần liên lạc nào thành công ghi trong hồ sơ.',
        en: 'In the period no position came, and no case tells of an attempt that reached them.',
      },
    ),
  ],
  async rows(sources, period) {
    const { from, to } = period;
    const contacts = await contactRows(sources, period);
    const reached = new Set(
      contacts.filter(({ counts }) => !counts.includes('not-reached')).map(({ vesselId }) => vesselId),
    );
    const ports = portNames(sources.zones);
    const areasOf = zonesOf(sources.zones, ['coastal', 'inshore', 'offshore', 'monitored'], to);
    const sheltersOf = zonesOf(sources.zones, ['shelter'], to);
    const rows: ReportRow[] = [];
    for (const { vessel, fix, where } of await fleetAt(sources, to)) {
      const isSheltered = where === 'sea' && fix !== undefined && sheltersOf(fix).length > 0;
      const place = where === 'port' || isSheltered ? 'moored' : where;
      const isHeard = fix !== undefined && fix.fixTime >= from;
      const areas = fix && where !== 'unknown' ? areasOf(fix).map(({ properties }) => properties.name) : [];
      rows.push({
        ...{ id: vessel.id, vesselId: vessel.id },
        counts: ['all', place, ...(isHeard || reached.has(vessel.id) ? [] : ['no-contact'])],
        cells: {
          ...vesselCells(vessel, ports),
          where: isSheltered ? shelterWords : whereWords[where],
          area: areas.length > 0 ? areas.join(', ') : undefined,
          lastFix: fix && { at: fix.fixTime },
          position: fix && { lon: fix.lon, lat: fix.lat },
        },
      });
    }
    return { vessels: rows };
  },
};

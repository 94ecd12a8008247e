/** Daily VMS sheet (domain.md §2.4): the fleet at sea and in port by class, who is silent, who crossed, whom people tried to reach. */
import { type LengthClass, lengthClasses, lengthClassOf } from '../fleet/states.ts';
import { classWords } from '../fleet/words.ts';
import type { CaseLine, CaseState, ContactAttempt, contactChannels } from '../models/case.ts';
import { allCases } from '../store/page-through.ts';
import type { Words } from '../system-words.ts';
import { portNames, vesselCells, vesselColumns } from './columns.ts';
import { crossingFigures, crossingRows, crossingTable } from './crossings.ts';
import { fleetAt, type SeenVessel, type Whereabouts, whereDefinition, whereWords } from './fleet-at.ts';
import { lossFigures, lossOf } from './loss-of-signal.ts';
import {
  column,
  figureOf,
  type Period,
  type Report,
  type ReportFigure,
  type ReportRow,
  type ReportSources,
} from './report.ts';
import { lastFixColumn, lastPositionColumn, whereColumn } from './seen-columns.ts';

const reached: ReadonlySet<CaseState> = new Set(['contacted', 'turned-back', 'position-declared']);
const places: readonly Whereabouts[] = ['sea', 'port', 'unknown'];

const contactFigure = figureOf('contacts');
const fleetFigure = figureOf('fleet');

function classFigure(length: LengthClass, where: Whereabouts): ReportFigure {
  const [vi, en] = classWords[length];
  return fleetFigure(
    `${where}-${length}`,
    { vi: `Tàu ${vi}: ${whereWords[where].vi}`, en: `Vessels ${en}: ${whereWords[where].en}` },
    {
      vi: `Tàu trong sổ đăng ký, hạng ${vi}, vị trí mới nhất đến cuối kỳ: ${whereWords[where].vi}. ${whereDefinition.vi}`,
      en: `Registered vessels, ${en}, by the newest position at the end of the period: ${whereWords[where].en}. ${whereDefinition.en}`,
    },
  );
}

const channelWords: Record<(typeof contactChannels)[number], Words> = {
  phone: { vi: 'điện thoại', en: 'phone' },
  'device-text': { vi: 'tin qua thiết bị', en: 'text to the device' },
  radio: { vi: 'bộ đàm', en: 'radio' },
  'in-person': { vi: 'gặp trực tiếp', en: 'in person' },
};

export const dailyVms: Report = {
  name: 'daily-vms',
  title: { vi: 'Báo cáo ngày giám sát hành trình', en: 'Daily VMS sheet' },
  about: {
    vi: 'Đội tàu trong sổ đăng ký ở cuối kỳ: trên biển, trong cảng theo hạng tàu, mất kết nối; các lượt vượt ranh giới và các lần liên lạc trong kỳ.',
    en: 'The registered fleet at the end of the period: at sea and in port by class, silent; crossings and attempts to reach boats in it.',
  },
  reach: 'own',
  usual: 'day',
  tables: [
    {
      name: 'fleet',
      words: { vi: 'Đội tàu cuối kỳ', en: 'The fleet at the end' },
      columns: [...vesselColumns, whereColumn, lastFixColumn, lastPositionColumn],
    },
    crossingTable,
    {
      name: 'contacts',
      words: { vi: 'Các lần liên lạc', en: 'Attempts to reach boats' },
      columns: [
        column('vessel', { vi: 'Số đăng ký', en: 'Vessel' }, 17, { vi: 'Tàu của hồ sơ.', en: 'Vessel of the case.' }),
        column(
          'at',
          { vi: 'Lúc', en: 'When' },
          17,
          { vi: 'Giờ ghi vào hồ sơ.', en: 'When it was entered in the case.' },
          { isTime: true },
        ),
        column('by', { vi: 'Cán bộ', en: 'By' }, 14, { vi: 'Người ghi.', en: 'Who entered it.' }),
        column('channel', { vi: 'Cách', en: 'How' }, 16, { vi: 'Liên lạc bằng gì.', en: 'By which means.' }),
        column('outcome', { vi: 'Kết quả', en: 'Outcome' }, 22, {
          vi: 'Theo danh mục của quy chế.',
          en: 'Of the outcomes of the regulation.',
        }),
        column('case', { vi: 'Hồ sơ', en: 'Case' }, 18, { vi: 'Mã hồ sơ vụ việc.', en: 'Id of the case.' }),
      ],
    },
  ],
  figures: [
    ...lengthClasses.flatMap((length) => places.map((where) => classFigure(length, where))),
    ...Object.values(lossFigures).map((figure) => ({ ...figure, table: 'fleet' })),
    ...crossingFigures,
    contactFigure(
      'attempts',
      { vi: 'Lần liên lạc trong kỳ', en: 'Attempts in the period' },
      {
        vi: 'Mỗi lần liên lạc ghi trong hồ sơ vụ việc trong kỳ.',
        en: 'Every attempt that was entered in a case in the period.',
      },
    ),
    contactFigure(
      'not-reached',
      { vi: 'Trong đó không liên lạc được', en: 'Of these not reached' },
      {
        vi: 'Kết quả mà theo quy chế không đưa hồ sơ tới “đã liên lạc”, “đã quay về” hay “đã khai báo vị trí”; tin đã gửi còn chờ trả lời cũng tính vào đây.',
        en: 'Outcomes that by the regulation do not take the case to “contacted”, “turned back” or “position declared”; what was sent and waits for an answer is among them.',
      },
    ),
  ],
  async rows(sources, period) {
    const ports = portNames(sources.zones);
    const fleet = await fleetAt(sources, period.to);
    return {
      fleet: fleet.map((seen) => fleetRow(seen, period.to, ports)),
      crossings: await crossingRows(sources, period),
      contacts: await contactRows(sources, period),
    };
  },
};

function fleetRow(seen: SeenVessel, to: number, ports: ReadonlyMap<string, string>): ReportRow {
  const { vessel, fix, where } = seen;
  return {
    id: vessel.id,
    vesselId: vessel.id,
    counts: [`${where}-${lengthClassOf(vessel.lengthM)}`, ...(lossOf(seen, to) ?? [])],
    cells: {
      ...vesselCells(vessel, ports),
      where: whereWords[where],
      lastFix: fix && { at: fix.fixTime },
      position: fix && { lon: fix.lon, lat: fix.lat },
    },
  };
}

/** Attempts to reach boats that were entered in cases in a period; those that reached nobody count as `not-reached`. */
export async function contactRows({ store, regulation }: ReportSources, { from, to }: Period): Promise<ReportRow[]> {
  const rows: ReportRow[] = [];
  for await (const { id, vesselId, updatedAt, attempts } of allCases(store, {})) {
    // Newest word first: whoever was called since has been called before this one.
    if (updatedAt < from) break;
    if (!attempts) continue;
    const lines = (await store.case(id))?.lines ?? [];
    const label = (await store.vessel(vesselId))?.label ?? vesselId;
    for (const [place, line] of lines.entries()) {
      if (line.kind !== 'contact' || line.at < from || line.at >= to) continue;
      rows.push({ ...{ id: `${id}/${place}`, vesselId, caseId: id }, ...contactOf(line, regulation, label, id) });
    }
  }
  return rows.sort((a, b) => at(a) - at(b));
}

function contactOf(
  { at: when, by, data }: CaseLine,
  { outcomes }: ReportSources['regulation'],
  vessel: string,
  caseId: string,
): Pick<ReportRow, 'cells' | 'counts'> {
  const { channel, outcome } = data as unknown as ContactAttempt;
  const came = outcomes.find(({ id }) => id === outcome);
  const isReached = came?.to !== undefined && reached.has(came.to);
  return {
    counts: ['attempts', ...(isReached ? [] : ['not-reached'])],
    cells: {
      ...{ vessel, at: { at: when }, by, channel: channelWords[channel], case: caseId },
      outcome: came?.words ?? outcome,
    },
  };
}

function at({ cells }: ReportRow): number {
  return (cells.at as { at: number }).at;
}

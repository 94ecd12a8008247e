/** Shift handovers (sổ trực ban, domain.md §2.4) of a period, as they were signed. */
import type { Handover } from '../models/handover.ts';
import { column, type Report, type ReportRow } from './report.ts';

/** Four a day for ten years, and some more: a period may lie that long ago. */
const MOST = 16_000;
const time = { isTime: true } as const;
const asSigned = { vi: 'Như đã ký trong biên bản giao ca.', en: 'As signed in the handover.' };

export const handoverReport: Report = {
  name: 'handovers',
  title: { vi: 'Sổ trực ban: giao ca', en: 'Shift handovers' },
  about: {
    vi: 'Các biên bản giao ca ký trong kỳ: còn mở những gì, trong ca đã làm gì, ai giao, ai nhận.',
    en: 'Handovers that were signed in the period: what stood open, what was done in the shift, who handed over to whom.',
  },
  reach: 'province',
  usual: { days: 7 },
  tables: [
    {
      name: 'handovers',
      words: { vi: 'Biên bản giao ca', en: 'Handovers' },
      columns: [
        column('givenAt', { vi: 'Giao lúc', en: 'Handed over' }, 17, asSigned, time),
        column('givenBy', { vi: 'Người giao', en: 'By' }, 14, asSigned),
        column('takenAt', { vi: 'Nhận lúc', en: 'Taken' }, 17, asSigned, time),
        column('takenBy', { vi: 'Người nhận', en: 'Taken by' }, 14, asSigned),
        column('from', { vi: 'Ca từ', en: 'Shift from' }, 17, asSigned, time),
        column('cases', { vi: 'Hồ sơ mở', en: 'Open cases' }, 9, asSigned),
        column('waiting', { vi: 'Chờ tiếp nhận', en: 'Waiting' }, 9, asSigned),
        column('alerts', { vi: 'Cảnh báo mới', en: 'New alerts' }, 9, asSigned),
        column('acknowledged', { vi: 'Đã tiếp nhận', en: 'Acknowledged' }, 9, asSigned),
        column('calls', { vi: 'Lần liên lạc', en: 'Attempts' }, 9, asSigned),
        column('closed', { vi: 'Đã kết thúc', en: 'Ended' }, 9, asSigned),
        column('notes', { vi: 'Ghi chú', en: 'Notes' }, 40, asSigned),
        column('hash', { vi: 'SHA-256', en: 'SHA-256' }, 24, {
          vi: 'Mã băm của nội dung và ghi chú mà hai bên ký.',
          en: 'Hash of the content and notes that both sides sign.',
        }),
      ],
    },
  ],
  figures: [
    {
      name: 'given',
      table: 'handovers',
      words: { vi: 'Lần giao ca trong kỳ', en: 'Handovers in the period' },
      definition: { vi: 'Biên bản ký giao trong kỳ.', en: 'Handed over in the period.' },
    },
    {
      name: 'not-taken',
      table: 'handovers',
      words: { vi: 'Trong đó chưa ai nhận', en: 'Of these not taken over' },
      definition: {
        vi: 'Chưa có người ký nhận khi lập báo cáo.',
        en: 'Nobody had signed for it when the report was made.',
      },
    },
    ...(
      [
        ['alerts', 'Cảnh báo mới trong các ca', 'New alerts in the shifts'],
        ['calls', 'Lần liên lạc trong các ca', 'Attempts in the shifts'],
        ['closed', 'Hồ sơ kết thúc trong các ca', 'Cases ended in the shifts'],
      ] as const
    ).map(([sum, vi, en]) => ({
      ...{ name: `sum-${sum}`, table: 'handovers', sum, words: { vi, en } },
      definition: {
        vi: 'Cộng cột cùng tên của các biên bản trong kỳ; ca chồng nhau thì đếm hai lần.',
        en: 'The column of that name, added up; where shifts overlap it counts twice.',
      },
    })),
  ],
  async rows({ store }, { from, to }) {
    const handovers = await store.handovers(MOST);
    return { handovers: handovers.filter(({ givenAt }) => givenAt >= from && givenAt < to).map(rowOf) };
  },
};

function rowOf({ id, content, givenAt, givenBy, takenAt, takenBy, notes, hash }: Handover): ReportRow {
  const { alerts, acknowledged, calls, closed } = content.happened;
  return {
    id,
    counts: ['given', ...(takenAt === undefined ? ['not-taken'] : []), 'sum-alerts', 'sum-calls', 'sum-closed'],
    cells: {
      ...{ givenAt: { at: givenAt }, givenBy, takenAt: takenAt === undefined ? undefined : { at: takenAt }, takenBy },
      ...{ from: { at: content.from }, cases: content.openCases.length, waiting: content.waiting },
      ...{ alerts, acknowledged, calls, closed, notes, hash },
    },
  };
}

/** A report as a mail with its file. */
import type { Delivery } from '../models/delivery.ts';
import { DeliveryProblem } from '../notify/channels/channel.ts';
import { createEmailSender } from '../notify/channels/email.ts';
import type { NotifyConfig } from '../notify/config.ts';
import type { ReportSchedule } from './config.ts';
import { reportTypes } from './formats.ts';
import type { KeptReport } from './kept.ts';
import { reportCalled } from './list.ts';
import { periodWords } from './words.ts';

interface ReportMails {
  state: KeptReport;
  bytes: Buffer;
  schedule: ReportSchedule;
  notify: Pick<NotifyConfig, 'smtp' | 'from'>;
  clock: () => number;
  /** Told after every mail, so that none goes twice. */
  note: (state: KeptReport) => Promise<void>;
}

/** Sends what has not gone yet. A mail that went while the process died before it was noted goes once more, under the same id. @throws Error with what went wrong, where another try may help */
export async function sendReport({ state, bytes, schedule, notify, clock, note }: ReportMails): Promise<void> {
  const left = schedule.mailTo.filter((address) => !Object.hasOwn(state.mails, address));
  if (left.length === 0 || notify.smtp === undefined) return;
  const sender = createEmailSender({ url: notify.smtp, from: notify.from });
  const attachment = { filename: `haidang-${state.file}`, contentType: reportTypes[state.format], content: bytes };
  const failed: string[] = [];
  let known = state;
  try {
    for (const address of left) {
      try {
        await sender.send(mailOf(known, schedule, address), undefined, [attachment]);
        known = { ...known, mails: { ...known.mails, [address]: { sentAt: clock() } } };
      } catch (error) {
        if (!(error instanceof DeliveryProblem)) throw error;
        if (error.temporary) failed.push(error.answer);
        else known = { ...known, mails: { ...known.mails, [address]: { refused: error.answer } } };
      }
      await note(known);
    }
  } finally {
    sender.close?.();
  }
  if (failed.length > 0) throw new Error(`${state.file}: ${failed.length} mail(s) did not go: ${failed[0]}`);
}

function mailOf(state: KeptReport, { language }: ReportSchedule, address: string): Delivery {
  const title = reportCalled(state.report)!.title[language];
  const kept = {
    vi: 'Tệp kèm theo thư; bản giữ lại có ở trang Báo cáo. Vị trí tàu cá không được chia sẻ khi chưa được phép.',
    en: 'The file goes with this mail; a copy is kept on the page of reports. Positions of fishing vessels are not to be shared without leave.',
  };
  const id = `report-${state.file.replace('.', '-')}-${Buffer.from(address).toString('hex').slice(0, 60)}`;
  return {
    ...{ id, alertId: '', caseId: '', vesselId: '', change: 'test', contactId: 'report', contactName: '' },
    ...{ channel: 'email', address, language, state: 'sending', attempts: 1 },
    ...{ createdAt: state.madeAt, nextAttemptAt: state.madeAt },
    subject: `Hải Đăng: ${title}`,
    body: `${title}\n${periodWords(state, language)}\n${kept[language]}\n`,
  };
}

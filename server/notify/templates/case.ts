/** A message about a case itself: that it has moved, or that its next step is wanted, where no alert speaks for it. Pure. */
import type { Channel } from '../../models/channel.ts';
import type { Delivery } from '../../models/delivery.ts';
import type { Vessel } from '../../models/vessel.ts';
import type { Role } from '../routing.ts';
import { bothTimes, shortTime } from './format.ts';
import { fitSms } from './gsm7.ts';
import { plain } from './plain.ts';
import { caseReference } from './reference.ts';

type Text = { vi: string; en: string };

interface CaseMessage {
  caseId: string;
  vesselId: string;
  vessel?: Vessel;
  /** Why it is told: “Case overdue by 2 h”. */
  heading: Text;
  /** Words of the regulation for the state that the case is in. */
  state: Text;
  /** Epoch ms. */
  openedAt: number;
  dueAt?: number;
  role: Role;
  channel: Channel;
  language: 'vi' | 'en';
  unicode?: boolean;
  /** Without a trailing slash. */
  publicUrl?: string;
  demo: boolean;
}

const labels = {
  vi: { case: 'Vụ việc', vessel: 'Tàu', state: 'Trạng thái', opened: 'Mở lúc', due: 'Hạn', open: 'Xem', ref: 'Ma' },
  en: { case: 'Case', vessel: 'Vessel', state: 'State', opened: 'Opened', due: 'Due', open: 'Open', ref: 'Ref' },
};
const limits = { heading: 200, label: 120, smsHeading: 60, smsLabel: 24, subject: 150 };

export function composeCase(message: CaseMessage): Pick<Delivery, 'subject' | 'body' | 'summary'> {
  const { caseId, vesselId, vessel, heading, state, openedAt, dueAt, channel, language, demo, unicode } = message;
  const say = labels[language];
  const label = vessel?.label ?? vesselId;
  const mark = demo ? 'DEMO ' : '';
  const reference = caseReference(caseId);
  const why = plain(heading[language], limits.heading);
  const summary = { topic: 'case', what: plain(heading[language], limits.smsHeading), label };
  const subject = plain(`${mark}${why}: ${label} (${say.case} ${reference})`, limits.subject);
  if (channel !== 'email' && channel !== 'webhook') {
    const head = `${mark}${plain(heading[language], limits.smsHeading)}: ${plain(label, limits.smsLabel)}`;
    const wordings = [
      `${head}. ${plain(state[language], limits.smsHeading)}, ${shortTime(openedAt)}. ${say.ref} ${reference}`,
      `${head}. ${say.ref} ${reference}`,
    ];
    const isLong = channel === 'push' || unicode === true;
    return { ...(channel === 'push' && { subject }), body: isLong ? wordings[0]! : fitSms(wordings), summary };
  }
  const { publicUrl, role } = message;
  const lines = [
    `${mark}${why}`,
    '',
    `${say.vessel}: ${plain(label, limits.label)}`,
    `${say.case}: ${reference} · ${caseId}`,
    `${say.state}: ${state[language]}`,
    `${say.opened}: ${bothTimes(openedAt)}`,
    ...(dueAt === undefined ? [] : [`${say.due}: ${bothTimes(dueAt)}`]),
    // An owner has no account; a link that asks for a password would only mislead.
    ...(publicUrl && role !== 'owner' ? [`${say.open}: ${publicUrl}/case/${encodeURIComponent(caseId)}`] : []),
  ];
  return { subject, body: `${lines.join('\n')}\n`, summary };
}

/** The words of a case's timeline about its ladders, in both languages. */
import type { Alert } from '../models/alert.ts';
import type { CaseHead } from '../models/case.ts';
import type { LadderState, LadderStep, LadderTrigger } from '../models/ladder.ts';
import { actorWords } from './actor-words.ts';
import type { Actor } from './desk-port.ts';
import type { CaseEntry } from './effects.ts';
import type { Heading } from './escalation-messages.ts';
import { minutesSince, stepWords } from './ladder.ts';

interface Words {
  vi: string;
  en: string;
}

/** Somebody who escalates by hand, and why. */
export interface ByHand extends Actor {
  reason: string;
}

function lasting(minutes: number): Words {
  if (minutes < 120) return { vi: `${minutes} phút`, en: `${minutes} min` };
  const hours = Math.round(minutes / 60);
  return hours < 48
    ? { vi: `${hours} giờ`, en: `${hours} h` }
    : { vi: `${Math.round(hours / 24)} ngày`, en: `${Math.round(hours / 24)} days` };
}

/** Why a step comes, as it stands above its messages. */
export function headingOf(on: LadderTrigger, state: LadderState, at: number, hand?: ByHand): Heading {
  const after = lasting(minutesSince(state, at));
  if (hand) {
    const { vi, en } = actorWords(hand.by);
    return {
      long: { vi: `Chuyển cấp (${vi}: ${hand.reason})`, en: `Escalated (${en}: ${hand.reason})` },
      short: { vi: 'Chuyển cấp', en: 'Escalated' },
    };
  }
  switch (on) {
    case 'unacknowledged':
      return {
        long: { vi: `Chưa ai tiếp nhận sau ${after.vi}`, en: `Not taken up for ${after.en}` },
        short: { vi: 'Chưa tiếp nhận', en: 'Not taken up' },
      };
    case 'not-reached':
      return {
        long: { vi: `Không liên lạc được với tàu sau ${after.vi}`, en: `Vessel not reached for ${after.en}` },
        short: { vi: 'Không liên lạc được', en: 'Not reached' },
      };
    case 'overdue':
      return {
        long: { vi: `Vụ việc quá hạn xử lý ${after.vi}`, en: `Case overdue by ${after.en}` },
        short: { vi: 'Quá hạn', en: 'Overdue' },
      };
  }
}

export function climbLine(
  subject: { caseId: string; alertId?: string },
  state: LadderState,
  step: LadderStep,
  { heading, at, messages, hand }: { heading: Heading; at: number; messages: number; hand?: ByHand },
): CaseEntry {
  const whom = stepWords(step);
  const { vi, en } = heading.long;
  return {
    ...subject,
    at,
    kind: 'escalated',
    by: hand?.by ?? 'system',
    text: { vi: `${vi} – ${whom.vi} (${messages} tin)`, en: `${en} – ${whom.en} (${messages} messages)` },
    data: { ladder: state.id, step: step.id, round: state.round, messages, ...(hand && { reason: hand.reason }) },
  };
}

/** A unit that was not told has acknowledged. */
export function strangerLine({ caseId, id }: Alert, who: Actor, unit: string): CaseEntry {
  return {
    caseId,
    alertId: id,
    at: who.at,
    kind: 'escalated',
    by: who.by,
    text: {
      vi: `${actorWords(who.by).vi} (${unit}) không thuộc đơn vị được báo: vẫn báo tiếp lên cấp trên`,
      en: `${actorWords(who.by).en} (${unit}) is of no unit that was told: telling goes on`,
    },
    data: { unit: who.unit },
  };
}

/** The right unit has acknowledged what another one had before. */
export function takenUpLine({ caseId, id }: Alert, who: Actor, unit: string | undefined): CaseEntry {
  const { vi, en } = actorWords(who.by);
  const of = unit === undefined ? '' : ` (${unit})`;
  return {
    caseId,
    alertId: id,
    at: who.at,
    kind: 'acknowledged',
    by: who.by,
    text: { vi: `${vi}${of} cũng đã tiếp nhận: thôi báo tiếp`, en: `Acknowledged by ${en}${of}, too: telling ends` },
    ...(who.unit !== undefined && { data: { unit: who.unit } }),
  };
}

/** The clock was set back: what was still to be waited is waited from now on. */
export function setBackLine(subject: Pick<CaseHead, 'id'> & { alertId?: string }, at: number): CaseEntry {
  return {
    caseId: subject.id,
    ...(subject.alertId !== undefined && { alertId: subject.alertId }),
    at,
    kind: 'escalated',
    by: 'system',
    text: {
      vi: 'Đồng hồ máy chủ bị lùi lại: thời gian chờ còn lại được tính từ bây giờ',
      en: 'The server’s clock was set back: what was still to be waited counts from now',
    },
  };
}

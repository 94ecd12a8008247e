/** The words of what people do with a case, in both languages, with the same in parts for machines. */
import type { Alert } from '../models/alert.ts';
import type { CaseFile, CaseHead, CaseMove, CaseState, ContactAttempt, Task } from '../models/case.ts';
import type { RegulationMove } from '../models/regulation.ts';
import { localTime } from '../notify/templates/format.ts';
import type { Actor } from './desk-port.ts';
import type { CaseEntry } from './effects.ts';
import { type RegulationInForce, stateWords } from './regulated.ts';

const channels: Record<ContactAttempt['channel'], { vi: string; en: string }> = {
  phone: { vi: 'Gọi điện', en: 'Phone call' },
  'device-text': { vi: 'Nhắn đến thiết bị', en: 'Text to the device' },
  radio: { vi: 'Gọi vô tuyến', en: 'Radio call' },
  'in-person': { vi: 'Gặp trực tiếp', en: 'In person' },
};

function line(head: CaseHead, { by, at }: Actor): Pick<CaseEntry, 'caseId' | 'at' | 'by'> {
  return { caseId: head.id, at, by };
}

/** A step of the regulation. `head` is the case before it. */
export function moveLine(
  head: CaseHead,
  move: RegulationMove,
  asked: CaseMove,
  who: Actor,
  { revision, body }: RegulationInForce,
): CaseEntry {
  const { reason, note, recordNo, fileNo } = asked;
  const why = move.reasons.find(({ id }) => id === reason)?.words;
  const said = (language: 'vi' | 'en'): string => {
    const from = stateWords(body, head.state)[language];
    const to = stateWords(body, move.to)[language];
    const record = recordNo && `${language === 'vi' ? 'biên bản số' : 'record no.'} ${recordNo}`;
    const file = fileNo && `${language === 'vi' ? 'hồ sơ số' : 'file no.'} ${fileNo}`;
    const rest = [why?.[language], record, file, note].filter(Boolean).join('; ');
    return `${move.words[language]} (${from} → ${to})${rest && `: ${rest}`}`;
  };
  const fields = Object.fromEntries(
    Object.entries({ reason, note, recordNo, fileNo }).filter(([, value]) => value !== undefined),
  );
  const data = { move: move.id, from: head.state, to: move.to, regulation: revision, ...fields };
  return { ...line(head, who), kind: 'moved', text: { vi: said('vi'), en: said('en') }, data };
}

/** An alert that waits again has opened its ended case anew. */
export function reopenedLine(
  head: CaseHead,
  alert: Alert,
  at: number,
  { revision, body }: RegulationInForce,
): CaseEntry {
  const data = { move: 'alert-returned', from: head.state, to: 'new', regulation: revision };
  const was = stateWords(body, head.state);
  return {
    caseId: head.id,
    at,
    by: 'system',
    kind: 'moved',
    alertId: alert.id,
    text: {
      vi: `Mở lại (trước đó: ${was.vi}) vì cảnh báo trở lại: ${alert.text.vi}`,
      en: `Opened again (was: ${was.en}) since an alert came back: ${alert.text.en}`,
    },
    data,
  };
}

/** @param state where the case stands afterwards */
export function attemptLine(
  head: CaseHead,
  attempt: ContactAttempt,
  state: CaseState,
  who: Actor,
  { revision, body }: RegulationInForce,
): CaseEntry {
  const { channel, who: whom, address, outcome, note } = attempt;
  const came = body.outcomes.find(({ id }) => id === outcome)!.words;
  const to = [whom, address].filter(Boolean).join(' ');
  const said = (language: 'vi' | 'en'): string =>
    `${channels[channel][language]}${to && ` ${to}`}: ${came[language]}${note ? `; ${note}` : ''}`;
  const data = { ...attempt, from: head.state, to: state, regulation: revision };
  return { ...line(head, who), kind: 'contact', text: { vi: said('vi'), en: said('en') }, data };
}

export function noteLine(head: CaseHead, text: string, who: Actor): CaseEntry {
  return { ...line(head, who), kind: 'note', text: { vi: text, en: text } };
}

export function taskLine({ id, what, assignee, dueAt }: Task, who: Actor, head: CaseHead): CaseEntry {
  const due = localTime(dueAt);
  const text = { vi: `Giao ${assignee}, hạn ${due}: ${what}`, en: `${assignee} is to, by ${due}: ${what}` };
  return { ...line(head, who), kind: 'task', text, data: { task: id, assignee, dueAt } };
}

export function taskAnswerLine({ id, what, assignee, state, answer }: Task, who: Actor, head: CaseHead): CaseEntry {
  const done = state === 'done';
  const text = {
    vi: `${assignee} ${done ? 'đã xong' : 'không làm được'} “${what}”: ${answer}`,
    en: `${assignee} ${done ? 'has done' : 'declined'} “${what}”: ${answer}`,
  };
  return { ...line(head, who), kind: 'task-answered', text, data: { task: id, state } };
}

export function fileLine(head: CaseHead, file: CaseFile, who: Actor): CaseEntry {
  const size = Math.max(1, Math.round(file.bytes / 1000));
  const text = { vi: `Đính kèm “${file.name}” (${size} kB)`, en: `Attached “${file.name}” (${size} kB)` };
  return { ...line(head, who), kind: 'file', text, data: { ...file } };
}

/** What an operating regulation says of one case: which moves it offers, what is missing, until when the next step is due. Pure. */
import { HaidangError } from '../errors.ts';
import type { Alert } from '../models/alert.ts';
import { type CaseHead, type CaseMove, type CaseState, type ContactAttempt, endStates } from '../models/case.ts';
import type { Regulation, RegulationMove, Requirement } from '../models/regulation.ts';

const minuteMs = 60_000;

/** A regulation and the revision under which it was set; 0 is the default that comes with the product. */
export interface RegulationInForce {
  revision: number;
  body: Regulation;
}

/**
 * @param since epoch ms at which the state was entered
 * @returns epoch ms by which the next step is due; undefined where the regulation sets no time
 */
export function dueOf(
  { limits }: Regulation,
  { state, kind, priority, since }: { state: CaseState; kind?: string; priority?: number; since: number },
): number | undefined {
  const limit = limits.find(
    (one) =>
      one.state === state &&
      (one.kinds === undefined || (kind !== undefined && one.kinds.includes(kind))) &&
      (one.priorities === undefined || (priority !== undefined && one.priorities.includes(priority))),
  );
  return limit && since + limit.minutes * minuteMs;
}

/** Until when an alert that waits wants its acknowledgement. */
export function alertDue(regulation: Regulation, { occurrence, response }: Alert, since: number): number | undefined {
  if (response.state !== 'unacknowledged' && response.state !== 'returned') return undefined;
  const { kind, priority } = occurrence;
  return dueOf(regulation, { state: 'new', kind, priority, since });
}

/** What must be whatever a regulation says: nothing ends while an alert waits, which may have come in this second. */
export type Missing = Requirement | 'alerts-acknowledged';

/** Who asks for a step, and how the case's alerts are. */
interface Circumstances {
  /** Whoever asks may make moves that decide. */
  mayDecide: boolean;
  /** Alerts of the case that nobody has acknowledged. */
  waiting: number;
}

/** A step as the screen offers it. */
export interface OfferedMove extends RegulationMove {
  /** What of the case itself is still missing; the form brings the rest. */
  missing: Missing[];
}

export function offeredMoves(
  regulation: Regulation,
  head: CaseHead,
  { mayDecide, waiting }: Circumstances,
): OfferedMove[] {
  return regulation.moves
    .filter((move) => move.from.includes(head.state) && (mayDecide || !move.decides))
    .map((move) => {
      const missing: Missing[] = move.requires.filter((what) => !ofForm(what) && !has(head, what));
      if (endStates.has(move.to) && waiting > 0) missing.unshift('alerts-acknowledged');
      return { ...move, missing };
    });
}

function ofForm(what: Requirement): what is 'note' | 'reason' | 'recordNo' | 'fileNo' {
  return what === 'note' || what === 'reason' || what === 'recordNo' || what === 'fileNo';
}

function has(head: CaseHead, what: Requirement): boolean {
  if (what === 'attempt') return (head.attempts ?? 0) > 0;
  if (what === 'no-open-task') return (head.openTasks ?? 0) === 0;
  const purpose = what.slice('file:'.length) as keyof NonNullable<CaseHead['files']>;
  return (head.files?.[purpose] ?? 0) > 0;
}

/** What a requirement is called when it is missing. */
const missingWords: Record<Missing, { vi: string; en: string }> = {
  'alerts-acknowledged': { vi: 'còn cảnh báo chưa tiếp nhận', en: 'an alert of it is not acknowledged' },
  note: { vi: 'cần ghi chú', en: 'a note is needed' },
  reason: { vi: 'cần chọn lý do', en: 'a reason has to be chosen' },
  recordNo: { vi: 'cần số biên bản', en: 'the number of the record is needed' },
  fileNo: { vi: 'cần số hồ sơ', en: 'the number of the file is needed' },
  attempt: { vi: 'chưa ghi lần liên lạc nào', en: 'no attempt to reach the boat is on record' },
  'no-open-task': { vi: 'còn việc giao chưa xong', en: 'a task is still open' },
  'file:record': { vi: 'chưa đính kèm biên bản xác minh', en: 'the verification record is not attached' },
  'file:explanation': { vi: 'chưa đính kèm giải trình', en: 'the explanation is not attached' },
  'file:photo': { vi: 'chưa đính kèm ảnh', en: 'no photo is attached' },
  'file:other': { vi: 'chưa đính kèm tài liệu', en: 'no document is attached' },
};

/**
 * The move that was asked for.
 * @throws HaidangError `illegal-move` when the state does not allow it, something is missing, or it is for others to decide
 */
export function allowedMove(
  { body }: RegulationInForce,
  head: CaseHead,
  asked: CaseMove,
  { mayDecide, waiting }: Circumstances,
): RegulationMove {
  const named = body.moves.filter(({ id }) => id === asked.move);
  const move = named.find(({ from }) => from.includes(head.state));
  const words = named[0]?.words ?? { vi: `thực hiện “${asked.move}”`, en: `do “${asked.move}”` };
  if (!move) throw illegal(words, named.length === 0 ? unknown() : fromHere(body, head));
  if (move.decides && !mayDecide) {
    throw illegal(words, { vi: 'bước này do người có quyền quyết định làm', en: 'it is for those who may decide' });
  }
  if (endStates.has(move.to) && waiting > 0) throw illegal(words, missingWords['alerts-acknowledged']);
  for (const what of move.requires) {
    const given = ofForm(what) ? asked[what] !== undefined : has(head, what);
    if (!given) throw illegal(words, missingWords[what]);
  }
  if (asked.reason !== undefined && !move.reasons.some(({ id }) => id === asked.reason)) {
    throw illegal(words, { vi: `không có lý do “${asked.reason}”`, en: `there is no reason “${asked.reason}”` });
  }
  return move;
}

/**
 * Where an attempt to reach the boat leads: through “contacting” to what came of it, as far as the regulation has moves for
 * it that need nothing else.
 * @throws HaidangError `illegal-move` when the case is not open, nobody has taken it up, or the outcome is unknown
 */
export function afterAttempt({ body }: RegulationInForce, head: CaseHead, attempt: ContactAttempt): CaseState[] {
  const words = { vi: 'ghi liên lạc', en: 'log a contact' };
  const outcome = body.outcomes.find(({ id }) => id === attempt.outcome);
  if (!outcome) {
    throw illegal(words, {
      vi: `không có kết quả “${attempt.outcome}”`,
      en: `there is no outcome “${attempt.outcome}”`,
    });
  }
  if (head.state === 'new') {
    throw illegal(words, { vi: 'chưa ai tiếp nhận cảnh báo', en: 'nobody has acknowledged the alert' });
  }
  refuseEnded(body, head, words);
  const way: CaseState[] = [];
  let at: CaseState = head.state;
  for (const next of ['contacting', outcome.to] as const) {
    if (next === undefined || next === at || !isOpenTo(body, at, next)) continue;
    // Whoever has been reached once is not back at trying.
    if (next === 'contacting' && outcome.to !== undefined && isOpenTo(body, at, outcome.to) && at !== 'acknowledged')
      continue;
    way.push(next);
    at = next;
  }
  return way;
}

/** What a call that was asked for came to, as the regulation calls it: what the caller chose, else the first that fits. */
export function outcomeOfCall({ outcomes }: Regulation, reached: boolean, chosen?: string): string | undefined {
  return outcomes.find(({ id }) => id === chosen)?.id ?? outcomes.find(({ to }) => (to !== undefined) === reached)?.id;
}

function isOpenTo({ moves }: Regulation, from: CaseState, to: CaseState): boolean {
  return moves.some(
    (move) =>
      move.to === to && move.from.includes(from) && !move.decides && move.requires.every((what) => what === 'attempt'),
  );
}

/** @throws HaidangError `illegal-move` when the case has come to its end */
export function refuseEnded(body: Regulation, head: CaseHead, act: { vi: string; en: string }): void {
  if (!endStates.has(head.state)) return;
  const { vi, en } = stateWords(body, head.state);
  throw illegal(act, { vi: `vụ việc đã kết thúc (${vi})`, en: `the case has ended (${en})` });
}

export function stateWords({ states }: Regulation, state: CaseState): { vi: string; en: string } {
  return states[state] ?? { vi: state, en: state };
}

export function illegal(act: { vi: string; en: string }, why: { vi: string; en: string }): HaidangError {
  return new HaidangError('illegal-move', { act: lowered(act), why });
}

/** As it stands in the middle of a sentence. */
function lowered({ vi, en }: { vi: string; en: string }): { vi: string; en: string } {
  const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
  return { vi: lower(vi), en: lower(en) };
}

function unknown(): { vi: string; en: string } {
  return { vi: 'quy chế không có bước này', en: 'the regulation has no such step' };
}

function fromHere(body: Regulation, { state }: CaseHead): { vi: string; en: string } {
  const { vi, en } = stateWords(body, state);
  const next = body.moves.filter(({ from }) => from.includes(state)).map((move) => move.words);
  const list = (language: 'vi' | 'en'): string => next.map((one) => one[language]).join(', ') || '–';
  return {
    vi: `vụ việc đang ở “${vi}”, từ đó chỉ có: ${list('vi')}`,
    en: `the case is at “${en}”, from where there is only: ${list('en')}`,
  };
}

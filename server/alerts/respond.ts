/** Walks the table of responses: one alert, one happening, what comes of it. Pure; the store, screens and the desk use the same. */
import { HaidangError } from '../errors.ts';
import type { Alert, AlertResponse } from '../models/alert.ts';
import { isLogEvent } from './lifecycle.ts';
import { type Condition, type Happening, type Move, type Refusal, refusals, responseTable } from './response-table.ts';

/** What happened, by whom, when and why. */
export type ResponseEvent = {
  /** User name, or `system`. */
  by: string;
  /** Epoch ms. */
  at: number;
  unit?: string;
} & (
  | { what: 'acknowledge'; comment?: string }
  | { what: 'unshelve'; reason?: string }
  | { what: 'silence' | 'expire' | 'release' | 'over' | 'again' | 'rise' }
  | { what: 'shelve'; reason: string; until: number }
  | { what: 'suppress'; decision: string }
  | { what: 'close'; reason?: string }
);

const acts: Record<Happening, { vi: string; en: string }> = {
  acknowledge: { vi: 'tiếp nhận', en: 'acknowledge it' },
  silence: { vi: 'tắt tiếng', en: 'silence it' },
  shelve: { vi: 'gác lại', en: 'shelve it' },
  unshelve: { vi: 'bỏ gác', en: 'bring it back' },
  expire: { vi: 'hết hạn gác', en: 'end its shelf' },
  suppress: { vi: 'tắt theo quyết định', en: 'suppress it' },
  release: { vi: 'thôi tắt', en: 'release it' },
  close: { vi: 'đóng', en: 'close it' },
  over: { vi: 'kết thúc', en: 'end it' },
  again: { vi: 'báo lại', en: 'raise it again' },
  rise: { vi: 'tăng mức', en: 'raise its priority' },
};

export function conditionOf({ occurrence }: Pick<Alert, 'occurrence'>): Condition {
  return occurrence.state === 'raised' ? 'active' : 'over';
}

/**
 * The response after the event. The one before is returned itself where nothing changes.
 * @throws HaidangError `illegal-move` with the reason
 */
export function respond(alert: Alert, event: ResponseEvent): AlertResponse {
  const move = moveOf(alert, event.what);
  if (typeof move === 'object') throw refused(event.what, move.refused);
  if (move === 'stay') return staying(alert.response, event);
  return entered(alert.response, move, event);
}

/** What an act would be refused with, before anybody journals it; undefined: it may be done. */
export function refusalOf(alert: Alert, what: Happening): Refusal | undefined {
  const move = moveOf(alert, what);
  return typeof move === 'object' ? move.refused : undefined;
}

export function refused(what: Happening, why: Refusal): HaidangError {
  return new HaidangError('illegal-move', { act: acts[what], why: refusals[why] });
}

function moveOf(alert: Alert, what: Happening): Move {
  if (isLogEvent(alert)) return what === 'over' || what === 'again' ? 'stay' : { refused: 'log-event' };
  if (alert.occurrence.kind === 'distress') {
    if (what === 'shelve' || what === 'suppress') return { refused: 'distress' };
    if (what === 'close' && conditionOf(alert) === 'active') return { refused: 'distress-active' };
  }
  const cell = responseTable[alert.response.state][what];
  if (typeof cell === 'string' || 'refused' in cell) return cell;
  if (conditionOf(alert) === 'active') return cell.active;
  const wasTakenUp = alert.response.acknowledgedAt !== undefined;
  return wasTakenUp ? (cell.overAcknowledged ?? cell.over) : cell.over;
}

/** The first word stands: who acknowledges or silences again changes nothing. A new severity sounds anew. */
function staying(response: AlertResponse, { what, by, at }: ResponseEvent): AlertResponse {
  if (what === 'silence')
    return response.silencedAt === undefined ? { ...response, silencedAt: at, silencedBy: by } : response;
  if (what !== 'rise' || response.silencedAt === undefined) return response;
  const { silencedAt: _at, silencedBy: _by, ...sounding } = response;
  return sounding;
}

function entered(before: AlertResponse, state: AlertResponse['state'], event: ResponseEvent): AlertResponse {
  const { by, at, unit } = event;
  // Whoever has to look again starts from nothing: what was said before stands in the case's lines.
  if (state === 'unacknowledged' || state === 'returned') {
    const sound = event.what === 'over' ? pick(before, ['silencedAt', 'silencedBy']) : {};
    return { state, ...sound };
  }
  const taken = pick(before, ['acknowledgedAt', 'acknowledgedBy', 'acknowledgedUnit', 'comment']);
  if (state === 'shelved' && event.what === 'shelve') {
    return { state, ...taken, shelvedAt: at, shelvedBy: by, shelvedUntil: event.until, reason: event.reason };
  }
  if (event.what === 'suppress') return { state, ...taken, decision: event.decision };
  if (event.what === 'acknowledge') {
    const word = { acknowledgedAt: at, acknowledgedBy: by, acknowledgedUnit: unit, comment: event.comment };
    return { state, ...defined(word), ...(state === 'closed' && { closedAt: at, closedBy: by }) };
  }
  const why = event.what === 'close' ? defined({ reason: event.reason }) : {};
  return { state, ...taken, closedAt: at, closedBy: by, ...why };
}

function pick<K extends keyof AlertResponse>(response: AlertResponse, keys: K[]): Pick<AlertResponse, K> {
  return defined(Object.fromEntries(keys.map((key) => [key, response[key]]))) as Pick<AlertResponse, K>;
}

function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

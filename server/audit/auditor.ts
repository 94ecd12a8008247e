/**
 * Looks for what should have happened and has not: steps of ladders, messages, receipts. Asks for what is overdue alone, by index,
 * so that old rows cost nothing. It mends what it finds, by acts that change nothing when they are done twice, and raises an alarm
 * about the system itself. Works beside the engine room: it trusts neither its clock nor the outbox.
 */
import { isUnladdered } from '../alerts/ladder.ts';
import type { EngineRoom, RoomStatus } from '../ingest/room.ts';
import type { Ladder } from '../models/ladder.ts';
import type { Store } from '../store/store.ts';
import type { Words } from '../system-words.ts';
import type { AuditConfig } from './config.ts';

/** What is mended in one go. */
const AT_ONCE = 500;
/** An alarm that is over by now is shown for so long. */
const SHOWN_MS = 10 * 60_000;
/** So many runs may fail to come before that is an alarm. */
const RUNS_MISSED = 3;
/** What is stored may be so much older than now, or four ticks. */
const BEHIND_MS = 60_000;
const TICKS_BEHIND = 4;

interface AuditorOptions {
  store: Pick<
    Store,
    'overdueLadders' | 'overdueDeliveries' | 'unconfirmedDeliveries' | 'waitingWithoutStep' | 'document'
  >;
  room: Pick<EngineRoom, 'act'> & { status(): Pick<RoomStatus, 'journal' | 'store'> };
  config: AuditConfig;
  /** Of the journal's clock. */
  tickSeconds: number;
  /** Epoch ms. */
  clock: () => number;
  /** Milliseconds that only grow. */
  monotonic?: () => number;
}

/** For screens and probes. */
export interface AuditStatus {
  /** Its last run went well, found nothing that is still overdue, and is not long ago. */
  healthy: boolean;
  lastRunAt?: number;
  /** Epoch ms since when, and what. `isOver`: it was mended. */
  alarm?: { since: number; why: Words; isOver: boolean };
}

export class Auditor {
  readonly #options: AuditorOptions;
  readonly #monotonic: () => number;
  readonly #startedAt: number;
  #poke: () => void = () => {};
  #lastRunAt: number | undefined;
  /** When it last came to its end, monotonic. */
  #ranAt: number | undefined;
  #alarm: { since: number; foundAt: number; why: Words; isOver: boolean } | undefined;
  /** Of the alerts without a next step so many were looked at; the next run goes on behind this one. */
  #lookedTo = '';
  #ran: () => void = () => {};
  /** Resolves after the first run, however it went. */
  readonly ran = new Promise<void>((resolve) => {
    this.#ran = resolve;
  });

  constructor(options: AuditorOptions) {
    this.#options = options;
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#startedAt = this.#monotonic();
  }

  /** How the outbox is told to look again. */
  wakesBy(poke: () => void): void {
    this.#poke = poke;
  }

  /** Does what the engine's clock has left. @returns how many alerts and cases that were */
  async escalate(): Promise<number> {
    const { config, clock } = this.#options;
    return this.#mend(clock() - config.escalateAfterSeconds * 1000, 'by-job');
  }

  /** One run. @throws Error what kept it from finding out */
  async run(): Promise<void> {
    const { clock } = this.#options;
    this.#lastRunAt = clock();
    try {
      const { found, left } = await this.#audit();
      await this.#tell([...found, ...left]);
      this.#ranAt = this.#monotonic();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#raise({ vi: `không kiểm tra được (${why})`, en: `it cannot be audited (${why})` });
      throw error;
    } finally {
      this.#ran();
    }
  }

  status(): AuditStatus {
    const healthy = this.#isRecent() && (this.#alarm?.isOver ?? true);
    const base = { healthy, ...(this.#lastRunAt !== undefined && { lastRunAt: this.#lastRunAt }) };
    const alarm = this.#alarm ?? this.#silence();
    if (!alarm) return base;
    const { since, why, isOver } = alarm;
    return { ...base, alarm: { since, why, isOver } };
  }

  #isRecent(): boolean {
    return this.#ranAt !== undefined && this.#monotonic() - this.#ranAt <= this.#patienceMs;
  }

  get #patienceMs(): number {
    return Math.max(RUNS_MISSED * this.#options.config.everySeconds * 1000, BEHIND_MS);
  }

  /** It should have run by now. */
  #silence(): AuditStatus['alarm'] {
    if (this.#monotonic() - (this.#ranAt ?? this.#startedAt) <= this.#patienceMs) return undefined;
    const since = this.#lastRunAt ?? this.#options.clock();
    return { since, why: { vi: 'việc kiểm tra không chạy', en: 'the auditor does not run' }, isOver: false };
  }

  async #audit(): Promise<{ found: Words[]; left: Words[] }> {
    const { store, config, clock } = this.#options;
    const left = this.#roomFaults();
    const found: Words[] = [];
    const before = clock() - config.graceSeconds * 1000;
    const mended = await this.#mend(before, 'by-auditor');
    if (mended > 0) {
      const still = await store.overdueLadders(before, AT_ONCE);
      const count = still.alertIds.length + still.caseIds.length;
      if (count > 0)
        left.push(
          said(count, 'bước báo cấp bị trễ, chưa khắc phục được', 'late steps of ladders that could not be mended'),
        );
      else found.push(said(mended, 'bước báo cấp bị trễ, đã báo bù', 'late steps of ladders, made up for'));
    }
    const laid = await this.#lay();
    if (laid > 0)
      found.push(said(laid, 'cảnh báo không đứng ở thang nào, đã đặt vào', 'alerts on no ladder, put on one'));
    const late = clock() - config.messageGraceSeconds * 1000;
    const unheard = await this.#confirm(late);
    if (unheard > 0)
      found.push(said(unheard, 'biên nhận quá hạn chưa xét, đã xét bù', 'missing receipts not looked at, made up for'));
    const stuck = await store.overdueDeliveries(late, AT_ONCE);
    if (stuck.length > 0) {
      this.#poke();
      left.push(said(stuck.length, 'tin nằm quá hạn trong hàng đợi', 'messages overdue in the outbox'));
    }
    return { found, left };
  }

  #roomFaults(): Words[] {
    const { room, clock, tickSeconds } = this.#options;
    const { journal, store } = room.status();
    const faults: Words[] = [];
    if (!journal.healthy) faults.push({ vi: 'không ghi được nhật ký', en: 'the journal cannot be written' });
    if (store?.problem || store?.away)
      faults.push({ vi: 'không ghi được kho dữ liệu', en: 'the store cannot be written' });
    const behindMs = store?.coversTo === undefined ? 0 : clock() - store.coversTo;
    if (behindMs > Math.max(BEHIND_MS, TICKS_BEHIND * tickSeconds * 1000)) {
      const seconds = Math.round(behindMs / 1000);
      faults.push({
        vi: `kho dữ liệu chậm ${seconds} giây so với đồng hồ`,
        en: `what is stored is ${seconds} s behind the clock`,
      });
    }
    return faults;
  }

  async #mend(before: number, found: 'by-job' | 'by-auditor'): Promise<number> {
    const { store, room } = this.#options;
    const { alertIds, caseIds } = await store.overdueLadders(before, AT_ONCE);
    const count = alertIds.length + caseIds.length;
    if (count > 0) await room.act({ type: 'mend-ladders', alertIds, caseIds, found, by: 'system' });
    return count;
  }

  /** Alerts that nobody has taken up and that stand on no ladder though one is for them. */
  async #lay(): Promise<number> {
    const { store, room } = this.#options;
    const ladders = ((await store.document('ladders'))?.body ?? []) as Ladder[];
    const waiting = await store.waitingWithoutStep(this.#lookedTo, AT_ONCE);
    this.#lookedTo = waiting.length < AT_ONCE ? '' : waiting.at(-1)!.id;
    const unladdered = waiting.filter((alert) => isUnladdered(ladders, alert)).map(({ id }) => id);
    if (unladdered.length > 0)
      await room.act({
        type: 'mend-ladders',
        alertIds: [],
        caseIds: [],
        unladdered,
        found: 'by-auditor',
        by: 'system',
      });
    return unladdered.length;
  }

  async #confirm(before: number): Promise<number> {
    const { store, room, clock } = this.#options;
    const missing = await store.unconfirmedDeliveries(before, AT_ONCE);
    for (const { id } of missing) await room.act({ type: 'delivery', id, event: 'unconfirmed', at: clock() });
    return missing.length;
  }

  /** Begins, changes or ends the alarm; what is new goes on record. */
  async #tell(faults: Words[]): Promise<void> {
    const { room, clock } = this.#options;
    const before = this.#alarm;
    const wasSounding = before !== undefined && !before.isOver;
    if (faults.length === 0) {
      if (before) {
        before.isOver = true;
        if (clock() - before.foundAt > SHOWN_MS) this.#alarm = undefined;
      }
      if (wasSounding)
        await room.act({ type: 'audit', healthy: true, why: { vi: 'hết lỗi', en: 'nothing is wrong' }, by: 'system' });
      return;
    }
    const list = (language: 'vi' | 'en'): string => faults.map((one) => one[language]).join('; ');
    const why = { vi: list('vi'), en: list('en') };
    this.#raise(why);
    if (!wasSounding || before.why.en !== why.en) await room.act({ type: 'audit', healthy: false, why, by: 'system' });
  }

  #raise(why: Words): void {
    const now = this.#options.clock();
    const since = this.#alarm && !this.#alarm.isOver ? this.#alarm.since : now;
    this.#alarm = { since, foundAt: now, why, isOver: false };
  }
}

function said(count: number, vi: string, en: string): Words {
  const shown = count >= AT_ONCE ? `${AT_ONCE}+` : String(count);
  return { vi: `${shown} ${vi}`, en: `${shown} ${en}` };
}

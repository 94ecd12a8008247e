/** Alerts, cases, tasks, handovers, proposals and what people keep on the map, of the embedded store. */
import type { CaseHead } from '../../alerts/effects.ts';
import { type Alert, NEVER } from '../../models/alert.ts';
import type { Case, CaseLine, Task } from '../../models/case.ts';
import { type FieldReport, reportStates } from '../../models/field-report.ts';
import type { Handover } from '../../models/handover.ts';
import type { MapNote } from '../../models/map-note.ts';
import type { Proposal } from '../../models/proposal.ts';
import type { VesselGroup } from '../../models/vessel-group.ts';
import type { AlertFilter, CaseFilter, KeptText, Store } from '../store.ts';
import { SqliteMessages } from './messages.ts';

/** Reads the part of an index that is overdue, whatever else the table holds. */
export const overdueSql = (table: 'alert' | 'case_file'): string =>
  `SELECT id FROM ${table} WHERE open IN (1) AND ladder_due <= ? ORDER BY ladder_due, id LIMIT ?`;

export const withoutStepSql = `SELECT body FROM alert WHERE open IN (1) AND ladder_due = ${NEVER} AND response IN ('unacknowledged', 'returned') AND id > ? ORDER BY id LIMIT ?`;

/** `open IN (1)`, as the index says it: with `open = 1` all that were ever raised are looked through for those that are open. */
export function alertsSql(filter: Omit<AlertFilter, 'limit'>): string {
  const where = [
    filter.state === 'open' ? 'open IN (1)' : '1 = 1',
    filter.vesselId === undefined ? '? IS NULL' : 'vessel = ?',
    filter.caseId === undefined ? '? IS NULL' : 'case_file = ?',
    'raised_at >= ?',
    filter.before === undefined ? '? IS NULL' : 'raised_at < ?',
    filter.dueBy === undefined ? '? IS NULL' : 'due <= ?',
    filter.after === undefined ? '? IS NULL AND ? IS NULL' : '(raised_at, id) < (?, ?)',
  ].join(' AND ');
  const order = filter.dueBy === undefined ? 'raised_at DESC, id DESC' : 'due, id';
  return `SELECT id, body FROM alert WHERE ${where} ORDER BY ${order} LIMIT ?`;
}

export abstract class SqliteCases extends SqliteMessages {
  async alerts(filter: AlertFilter): Promise<Alert[]> {
    return (await this.alertTexts(filter)).map(({ text }) => JSON.parse(text) as Alert);
  }

  async alertMark(): Promise<number> {
    const { seq } = this.one('SELECT max(change_seq) AS seq FROM alert') as { seq: number | null };
    return seq ?? 0;
  }

  async alertTexts(filter: AlertFilter): Promise<KeptText[]> {
    return this.texts(alertsSql(filter), [
      filter.vesselId ?? null,
      filter.caseId ?? null,
      filter.since ?? Number.MIN_SAFE_INTEGER,
      filter.before ?? null,
      filter.dueBy ?? null,
      filter.after?.at ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ]);
  }

  async alertBefore(thread: string, raisedAt: number): Promise<Alert | undefined> {
    for (const row of this.all(
      'SELECT body FROM alert WHERE thread = ? AND raised_at < ? ORDER BY raised_at DESC, id DESC LIMIT 50',
      [thread, raisedAt],
    )) {
      const alert = JSON.parse(row.body as string) as Alert;
      if (alert.occurrence.state !== 'retracted') return alert;
    }
    return undefined;
  }

  async alert(id: string): Promise<Alert | undefined> {
    return this.body<Alert>('SELECT body FROM alert WHERE id = ?', [id]);
  }

  async alertChanges(afterSeq: number, limit: number): Promise<Alert[]> {
    return this.bodies<Alert>('SELECT body FROM alert WHERE change_seq > ? ORDER BY change_seq LIMIT ?', [
      afterSeq,
      limit,
    ]);
  }

  async overdueLadders(before: number, limit: number): Promise<{ alertIds: string[]; caseIds: string[] }> {
    const overdue = (table: 'alert' | 'case_file'): string[] =>
      this.all(overdueSql(table), [before, limit]).map(({ id }) => id as string);
    return { alertIds: overdue('alert'), caseIds: overdue('case_file') };
  }

  async waitingWithoutStep(afterId: string, limit: number): Promise<Alert[]> {
    return this.bodies<Alert>(withoutStepSql, [afterId, limit]);
  }

  async cases(filter: CaseFilter): Promise<CaseHead[]> {
    const where = [
      filter.vesselId === undefined ? '? IS NULL' : 'vessel = ?',
      filter.open === undefined ? '1 = 1' : `open IN (${filter.open ? 1 : 0})`,
      filter.dueBy === undefined ? '? IS NULL' : 'due <= ?',
      filter.after === undefined ? '? IS NULL AND ? IS NULL' : '(updated_at, id) < (?, ?)',
    ].join(' AND ');
    const order = filter.dueBy === undefined ? 'updated_at DESC, id DESC' : 'due, id';
    return this.bodies<CaseHead>(`SELECT body FROM case_file WHERE ${where} ORDER BY ${order} LIMIT ?`, [
      filter.vesselId ?? null,
      filter.dueBy ?? null,
      filter.after?.at ?? null,
      filter.after?.id ?? null,
      filter.limit,
    ]);
  }

  async caseHead(id: string): Promise<CaseHead | undefined> {
    return this.body<CaseHead>('SELECT body FROM case_file WHERE id = ?', [id]);
  }

  async tasks(filter: { caseId?: string; state?: string; limit: number }): Promise<Task[]> {
    const where = [
      filter.caseId === undefined ? '? IS NULL' : 'case_file = ?',
      filter.state === undefined ? '? IS NULL' : 'state = ?',
    ].join(' AND ');
    return this.bodies<Task>(`SELECT body FROM case_task WHERE ${where} ORDER BY due, id LIMIT ?`, [
      filter.caseId ?? null,
      filter.state ?? null,
      filter.limit,
    ]);
  }

  async task(id: string): Promise<Task | undefined> {
    return this.body<Task>('SELECT body FROM case_task WHERE id = ?', [id]);
  }

  async handovers(limit: number): Promise<Handover[]> {
    return this.bodies<Handover>('SELECT body FROM handover ORDER BY given_at DESC, id DESC LIMIT ?', [limit]);
  }

  async handover(id: string): Promise<Handover | undefined> {
    return this.body<Handover>('SELECT body FROM handover WHERE id = ?', [id]);
  }

  async mapNotes(filter: { shownAt?: number; limit: number }): Promise<MapNote[]> {
    const sql = 'SELECT body FROM map_note WHERE shows_until > ? ORDER BY changed_at DESC, id DESC LIMIT ?';
    return this.bodies<MapNote>(sql, [filter.shownAt ?? -1, filter.limit]);
  }

  async mapNote(id: string): Promise<MapNote | undefined> {
    return this.body<MapNote>('SELECT body FROM map_note WHERE id = ?', [id]);
  }

  async vesselGroups(limit: number): Promise<VesselGroup[]> {
    return this.bodies<VesselGroup>("SELECT body FROM vessel_group WHERE state = 'kept' ORDER BY id LIMIT ?", [limit]);
  }

  async vesselGroup(id: string): Promise<VesselGroup | undefined> {
    return this.body<VesselGroup>('SELECT body FROM vessel_group WHERE id = ?', [id]);
  }

  async proposals({ waiting, limit }: { waiting: boolean; limit: number }): Promise<Proposal[]> {
    const where = waiting ? "WHERE state = 'waiting' " : '';
    return this.bodies<Proposal>(`SELECT body FROM proposal ${where}ORDER BY id DESC LIMIT ?`, [limit]);
  }

  async proposal(id: string): Promise<Proposal | undefined> {
    return this.body<Proposal>('SELECT body FROM proposal WHERE id = ?', [id]);
  }

  async fieldReports({ states = reportStates, limit }: Parameters<Store['fieldReports']>[0]): Promise<FieldReport[]> {
    const places = states.map(() => '?').join(', ');
    const sql = `SELECT body FROM field_report WHERE state IN (${places}) ORDER BY received_at DESC, id DESC LIMIT ?`;
    return this.bodies<FieldReport>(sql, [...states, limit]);
  }

  async fieldReport(id: string): Promise<FieldReport | undefined> {
    return this.body<FieldReport>('SELECT body FROM field_report WHERE id = ?', [id]);
  }

  async case(id: string): Promise<Case | undefined> {
    const head = await this.caseHead(id);
    if (!head) return undefined;
    return {
      ...head,
      lines: this.bodies<CaseLine>('SELECT body FROM case_line WHERE case_id = ? ORDER BY place', [id]),
    };
  }
}

/** What has been worked out and waits for the next commit. */
import type { CaseEntry, CaseHead, DeskEffects } from '../alerts/effects.ts';
import type { Alert } from '../models/alert.ts';
import { lineOrder, type Task } from '../models/case.ts';
import type { Delivery } from '../models/delivery.ts';
import type { Act, SettingsDocument } from '../models/entry.ts';
import type { FeedRecord } from '../models/feed.ts';
import type { FieldReport } from '../models/field-report.ts';
import type { Handover } from '../models/handover.ts';
import type { MapNote } from '../models/map-note.ts';
import type { LatestFix } from '../models/position.ts';
import type { Proposal } from '../models/proposal.ts';
import type { Receipt } from '../models/receipt.ts';
import type { DocumentVersion } from '../models/regulation.ts';
import type { Vessel } from '../models/vessel.ts';
import type { VesselGroup } from '../models/vessel-group.ts';
import { type Committed, type MessageStep, sharedMapOf } from './room.ts';

export class Pending {
  readonly vessels = new Map<string, Vessel>();
  /** Vessels whose memory is written with this commit, whatever becomes of their fixes. */
  readonly touched = new Set<string>();
  readonly alerts = new Map<string, Alert>();
  readonly cases = new Map<string, CaseHead>();
  readonly caseLines: CaseEntry[] = [];
  readonly tasks = new Map<string, Task>();
  readonly handovers = new Map<string, Handover>();
  readonly mapNotes = new Map<string, MapNote>();
  readonly vesselGroups = new Map<string, VesselGroup>();
  readonly fieldReports = new Map<string, FieldReport>();
  readonly deliveries = new Map<string, Delivery>();
  readonly receipts = new Map<string, Receipt>();
  readonly documents = new Map<string, SettingsDocument>();
  readonly documentVersions: DocumentVersion[] = [];
  readonly proposals = new Map<string, Proposal>();
  readonly acts: Act[] = [];
  readonly feeds = new Set<FeedRecord>();
  /** Of messages that came into another state. */
  readonly messageSteps: MessageStep[] = [];
  /** When what each change of an alert follows from came in, epoch ms. */
  readonly alertsFrom: number[] = [];
  #recordEnd = 0;
  #linesOfRecord = 0;

  /** What comes from now on comes of the record that ends at this journal position. */
  begin(recordEnd: number): void {
    this.#recordEnd = recordEnd;
    this.#linesOfRecord = 0;
  }

  effects(effects: DeskEffects): void {
    for (const alert of effects.alerts) this.alerts.set(alert.id, alert);
    for (const one of effects.cases) this.cases.set(one.id, one);
    // By the record, not by the commit: where commits fall differs from run to run.
    for (const line of effects.lines)
      this.caseLines.push({ ...line, order: lineOrder(this.#recordEnd, this.#linesOfRecord++) });
    for (const task of effects.tasks) this.tasks.set(task.id, task);
    for (const delivery of effects.deliveries) this.deliveries.set(delivery.id, delivery);
  }

  /** @param latest vessels that have moved · @param now epoch ms */
  committed(latest: LatestFix[], now: number): Committed {
    return {
      vessels: [...this.vessels.values()],
      latest,
      alerts: [...this.alerts.values()].sort((a, b) => a.changeSeq - b.changeSeq),
      alertDelaysMs: this.alertsFrom.map((from) => Math.max(0, now - from)),
      deliveriesChanged: this.deliveries.size > 0,
      casesChanged: this.cases.size > 0,
      messageSteps: this.messageSteps,
      documents: [...this.documents.keys()],
      sharedMap: sharedMapOf({ notes: this.mapNotes.size, groups: this.vesselGroups.size }),
    };
  }
}

/** What people of the room write beside alerts and cases, read from MongoDB: tasks, handovers, notes, groups, proposals, field reports. */
import { type Task, tasks } from '../../models/case.ts';
import { type FieldReport, fieldReports } from '../../models/field-report.ts';
import { type Handover, handovers } from '../../models/handover.ts';
import { type MapNote, mapNotes } from '../../models/map-note.ts';
import { type Proposal, proposals } from '../../models/proposal.ts';
import { type VesselGroup, vesselGroups } from '../../models/vessel-group.ts';
import type { Store } from '../store.ts';
import { MongoMessages } from './messages.ts';

export abstract class MongoRoom extends MongoMessages {
  tasks(filter: { caseId?: string; state?: string; limit: number }): Promise<Task[]> {
    return this.bodies<Task>(tasks, {
      filter: {
        ...(filter.caseId === undefined ? {} : { caseFile: filter.caseId }),
        ...(filter.state === undefined ? {} : { state: filter.state }),
      },
      sort: { due: 1, _id: 1 },
      limit: filter.limit,
    });
  }

  task(id: string): Promise<Task | undefined> {
    return this.body<Task>(tasks, id);
  }

  handovers(limit: number): Promise<Handover[]> {
    return this.bodies<Handover>(handovers, { sort: { givenAt: -1, _id: -1 }, limit });
  }

  handover(id: string): Promise<Handover | undefined> {
    return this.body<Handover>(handovers, id);
  }

  mapNotes({ shownAt, limit }: { shownAt?: number; limit: number }): Promise<MapNote[]> {
    return this.bodies<MapNote>(mapNotes, {
      filter: shownAt === undefined ? {} : { showsUntil: { $gt: shownAt } },
      sort: { changedAt: -1, _id: -1 },
      limit,
    });
  }

  mapNote(id: string): Promise<MapNote | undefined> {
    return this.body<MapNote>(mapNotes, id);
  }

  vesselGroups(limit: number): Promise<VesselGroup[]> {
    return this.bodies<VesselGroup>(vesselGroups, { filter: { state: 'kept' }, sort: { _id: 1 }, limit });
  }

  vesselGroup(id: string): Promise<VesselGroup | undefined> {
    return this.body<VesselGroup>(vesselGroups, id);
  }

  proposals({ waiting, limit }: { waiting: boolean; limit: number }): Promise<Proposal[]> {
    return this.bodies<Proposal>(proposals, { filter: waiting ? { state: 'waiting' } : {}, sort: { _id: -1 }, limit });
  }

  proposal(id: string): Promise<Proposal | undefined> {
    return this.body<Proposal>(proposals, id);
  }

  fieldReports({ states, limit }: Parameters<Store['fieldReports']>[0]): Promise<FieldReport[]> {
    const filter = states ? { state: { $in: [...states] } } : {};
    return this.bodies<FieldReport>(fieldReports, { filter, sort: { receivedAt: -1, _id: -1 }, limit });
  }

  fieldReport(id: string): Promise<FieldReport | undefined> {
    return this.body<FieldReport>(fieldReports, id);
  }
}

/** Every collection of the store. Tracks are beside them: chunks are bytes, not entities. */
import { alerts } from '../models/alert.ts';
import { caseLines, cases, lineOrder, tasks } from '../models/case.ts';
import { bodyOf, type CheckedLayout, type Collection, type Layout } from '../models/collection.ts';
import { deliveries } from '../models/delivery.ts';
import { acts, documents } from '../models/entry.ts';
import { feeds } from '../models/feed.ts';
import { feedWindows } from '../models/feed-window.ts';
import { fieldReports } from '../models/field-report.ts';
import { handovers } from '../models/handover.ts';
import { mapNotes } from '../models/map-note.ts';
import { engineStates, latestFixes, tails } from '../models/position.ts';
import { proposals } from '../models/proposal.ts';
import { receipts } from '../models/receipt.ts';
import { documentVersions } from '../models/regulation.ts';
import { vessels } from '../models/vessel.ts';
import { vesselGroups } from '../models/vessel-group.ts';
import type { Batch } from './store.ts';

/**
 * In the order in which a commit writes them: what is pointed to before what points to it, so that a reader who sees an alert
 * in the middle of a commit finds its case and its messages.
 */
export const collections: readonly CheckedLayout[] = [
  vessels,
  tails,
  latestFixes,
  engineStates,
  documents,
  documentVersions,
  proposals,
  feeds,
  feedWindows,
  acts,
  handovers,
  mapNotes,
  vesselGroups,
  fieldReports,
  deliveries,
  receipts,
  caseLines,
  tasks,
  cases,
  alerts,
];

/** An entity as a table keeps it. */
export interface Row {
  key: string | number;
  /** In the order of the collection's columns. */
  values: (string | number)[];
  body: unknown;
}

function rowOf<T>(collection: Collection<T>, entity: T): Row {
  return {
    key: collection.key.of(entity),
    values: Object.values(collection.columns).map(({ of }) => of(entity)),
    body: bodyOf(collection, entity),
  };
}

/** Rows of a collection that are made when their turn comes, and anew whenever they are gone through. */
export interface RowsInTurn {
  collection: Layout;
  rows: Iterable<Row>;
}

/** A stretch of rows that one commit writes. */
export interface Rows extends RowsInTurn {
  rows: Row[];
}

/** What a batch writes besides tracks, in the order of `collections`; alerts by changeSeq, so that none is seen before an earlier one. */
export function rowsOf(batch: Batch): Rows[] {
  return rowsInTurn(batch)
    .map(({ collection, rows }) => ({ collection, rows: [...rows] }))
    .filter((one) => one.rows.length > 0);
}

/** The same for whoever writes one row after the other: what is remembered of a whole fleet need not be there at once. */
export function rowsInTurn(batch: Batch): RowsInTurn[] {
  const lines = [...batch.caseLines].map(({ caseId, order, ...line }, n) => ({
    caseId,
    order: order ?? lineOrder(batch.position, n),
    line,
  }));
  return [
    rows(vessels, batch.vessels),
    rows(tails, batch.tails),
    inTurn(latestFixes, batch.latest),
    inTurn(engineStates, batch.engineStates),
    rows(documents, batch.documents),
    rows(documentVersions, batch.documentVersions),
    rows(proposals, batch.proposals),
    rows(feeds, batch.feeds),
    rows(feedWindows, batch.feedWindows),
    rows(acts, batch.acts),
    rows(handovers, batch.handovers),
    rows(mapNotes, batch.mapNotes),
    rows(vesselGroups, batch.vesselGroups),
    rows(fieldReports, batch.fieldReports),
    rows(deliveries, batch.deliveries),
    rows(receipts, batch.receipts),
    rows(caseLines, lines),
    rows(tasks, batch.tasks),
    rows(cases, batch.cases),
    rows(
      alerts,
      [...batch.alerts].sort((a, b) => a.changeSeq - b.changeSeq),
    ),
  ];
}

function rows<T>(collection: Collection<T>, entities: Iterable<T>): Rows {
  return { collection, rows: Array.from(entities, (entity) => rowOf(collection, entity)) };
}

function inTurn<T>(collection: Collection<T>, entities: Iterable<T>): RowsInTurn {
  return {
    collection,
    rows: {
      *[Symbol.iterator]() {
        for (const entity of entities) yield rowOf(collection, entity);
      },
    },
  };
}

/** What people keep on the map for one another: notes and groups of vessels. Applied in journal order. */
import { HaidangError } from '../errors.ts';
import type { Entry } from '../models/entry.ts';
import { type MapNote, mapNoteIdOf } from '../models/map-note.ts';
import { type VesselGroup, vesselGroupIdOf } from '../models/vessel-group.ts';
import type { Pipeline } from './pipeline.ts';

type MapAct = Extract<Entry, { type: 'map-note' | 'map-note-removed' | 'vessel-group' | 'vessel-group-removed' }>;

/** @returns the id of what was kept or removed @throws HaidangError `not-found`, `illegal-move`, `not-allowed` */
export async function applyMapAct(pipeline: Pipeline, entry: MapAct, position: number, at: number): Promise<string> {
  switch (entry.type) {
    case 'map-note':
      return keepNote(pipeline, entry, position, at);
    case 'map-note-removed':
      return removeNote(pipeline, entry, at);
    case 'vessel-group':
      return keepGroup(pipeline, entry, position, at);
    case 'vessel-group-removed':
      return removeGroup(pipeline, entry, at);
  }
}

/**
 * Whoever wrote it may change it, and whoever decides for the room.
 * @throws HaidangError `illegal-move`: it is removed already · `not-allowed`: it is somebody else's
 */
export function refuseChange(
  { state, by: author }: { state: 'kept' | 'removed'; by: string },
  { by, mayChangeOthers }: { by: string; mayChangeOthers: boolean },
): void {
  if (state === 'removed') {
    const act = { vi: 'thay đổi mục này', en: 'change this' };
    throw new HaidangError('illegal-move', { act, why: { vi: 'nó đã được gỡ', en: 'it has been removed' } });
  }
  if (author !== by && !mayChangeOthers) throw new HaidangError('not-allowed', { permission: 'cases:decide' });
}

async function keepNote(
  pipeline: Pipeline,
  { noteId, note, unit, ...who }: Extract<MapAct, { type: 'map-note' }>,
  position: number,
  at: number,
): Promise<string> {
  if (noteId === undefined) {
    const id = mapNoteIdOf(position);
    const made: MapNote = { ...note, id, state: 'kept', by: who.by, at, changedAt: at };
    if (unit !== undefined) made.unit = unit;
    pipeline.pending.mapNotes.set(id, made);
    return id;
  }
  const { id, by, unit: madeFor, at: madeAt } = await heldNote(pipeline, noteId, who);
  const changed: MapNote = { ...note, id, state: 'kept', by, at: madeAt, changedBy: who.by, changedAt: at };
  if (madeFor !== undefined) changed.unit = madeFor;
  pipeline.pending.mapNotes.set(id, changed);
  return id;
}

async function removeNote(
  pipeline: Pipeline,
  { noteId, why, ...who }: Extract<MapAct, { type: 'map-note-removed' }>,
  at: number,
): Promise<string> {
  const held = await heldNote(pipeline, noteId, who);
  const removed: MapNote = { ...held, state: 'removed', removedBy: who.by, changedAt: at };
  if (why !== undefined) removed.why = why;
  pipeline.pending.mapNotes.set(noteId, removed);
  return noteId;
}

async function heldNote(
  { pending, store }: Pipeline,
  id: string,
  who: { by: string; mayChangeOthers: boolean },
): Promise<MapNote> {
  const held = pending.mapNotes.get(id) ?? (await store.mapNote(id));
  if (!held) throw new HaidangError('not-found', { what: `map note ${id}` });
  refuseChange(held, who);
  return held;
}

async function keepGroup(
  pipeline: Pipeline,
  { groupId, group, ...who }: Extract<MapAct, { type: 'vessel-group' }>,
  position: number,
  at: number,
): Promise<string> {
  if (groupId === undefined) {
    const id = vesselGroupIdOf(position);
    pipeline.pending.vesselGroups.set(id, { ...group, id, state: 'kept', by: who.by, at, changedAt: at });
    return id;
  }
  const { id, by, at: madeAt } = await heldGroup(pipeline, groupId, who);
  const changed: VesselGroup = { ...group, id, state: 'kept', by, at: madeAt, changedBy: who.by, changedAt: at };
  pipeline.pending.vesselGroups.set(id, changed);
  return id;
}

async function removeGroup(
  pipeline: Pipeline,
  { groupId, ...who }: Extract<MapAct, { type: 'vessel-group-removed' }>,
  at: number,
): Promise<string> {
  const held = await heldGroup(pipeline, groupId, who);
  pipeline.pending.vesselGroups.set(groupId, { ...held, state: 'removed', changedBy: who.by, changedAt: at });
  return groupId;
}

async function heldGroup(
  { pending, store }: Pipeline,
  id: string,
  who: { by: string; mayChangeOthers: boolean },
): Promise<VesselGroup> {
  const held = pending.vesselGroups.get(id) ?? (await store.vesselGroup(id));
  if (!held) throw new HaidangError('not-found', { what: `vessel group ${id}` });
  refuseChange(held, who);
  return held;
}

/** What people keep on the map: notes for the room, and groups of vessels of one's own or of the room. */

import type { Response } from 'express';
import { z } from 'zod';
import { may } from '../auth/middleware.ts';
import { reachesFar, reachOf } from '../auth/permissions.ts';
import { HaidangError } from '../errors.ts';
import { refuseChange } from '../ingest/shared-map.ts';
import type { Unit } from '../models/contact.ts';
import { isSoundExpiry, type MapNote, mapNoteIdOf, type NewMapNote, newMapNote } from '../models/map-note.ts';
import { newVesselGroup, type VesselGroup, vesselGroupIdOf } from '../models/vessel-group.ts';
import { unitCovers } from '../notify/coverage.ts';
import { groupList, noteList, oneGroup, oneNote, vesselIds } from './answers/map.ts';
import { nothing } from './contract.ts';
import { checked, invalidBody, notFound } from './faults.ts';
import { seenNow } from './guarded-store.ts';
import { jsonBody } from './limits.ts';
import { recordListing } from './look-ups.ts';
import { limitParam } from './queries.ts';
import { type ApiContext, actor, pathPart, type Route, whoAsks } from './route.ts';

/** More than anybody finds their way among; old ones have to be taken off first. */
const MOST_NOTES = 500;
const MOST_GROUPS = 500;
const MOST_OWN_GROUPS = 50;
const MOST_READ = 10_000;

const notesQuery = z.object({
  /** `all`: also what was removed or has expired. */
  which: z.enum(['shown', 'all']).default('shown'),
  limit: limitParam(MOST_NOTES, 2000),
});
const removal = z.object({ why: z.string().trim().min(1).max(200).optional() });

/** Whoever decides for the room may change what anybody has put there. */
function author(response: Response): { by: string; mayChangeOthers: boolean } {
  return { by: actor(response), mayChangeOthers: may(whoAsks(response), 'cases:decide') };
}

/**
 * Whoever sees the whole province speaks for its room, a unit's people for theirs.
 * @throws HaidangError `beyond-reach`: of no unit · `invalid-body`: the place lies outside of what the unit sees
 */
function roomOf({ lon, lat }: NewMapNote, response: Response): { unit?: string } {
  const seen = seenNow();
  if (!seen) return {};
  const { unit } = whoAsks(response);
  if (unit === undefined) throw new HaidangError('beyond-reach');
  if (seen.seesNote({ unit, lon, lat })) return { unit };
  throw invalidBody('lon', { vi: 'nằm ngoài địa bàn của đơn vị', en: 'it lies outside of the areas of the unit' });
}

export function sharedMapRoutes(context: ApiContext): Route[] {
  return [...noteRoutes(context), ...groupRoutes(context), unitVesselsRoute(context)];
}

function noteRoutes(context: ApiContext): Route[] {
  const { store, room, clock } = context;
  const find = async (id: string): Promise<MapNote> => {
    const found = await store.mapNote(id);
    if (!found) throw notFound({ vi: `ghi chú “${id}”`, en: `The note “${id}”` });
    return found;
  };
  const sound = (body: unknown): NewMapNote => {
    const note = checked(newMapNote, body);
    if (isSoundExpiry(note.expiresAt, clock())) return note;
    throw invalidBody('expiresAt', {
      vi: 'phải sau lúc này và trong vòng một năm',
      en: 'it must lie ahead, within a year',
    });
  };
  return [
    {
      method: 'get',
      path: '/map/notes',
      access: 'read',
      reach: 'unit',
      contract: { vi: 'Ghi chú trên bản đồ', en: 'Notes on the map', query: notesQuery, gives: { 200: noteList } },
      async handle(request, response) {
        const { which, limit } = checked(notesQuery, request.query);
        const filter = which === 'all' ? { limit } : { limit, shownAt: clock() };
        const notes = await store.mapNotes(filter);
        await recordListing(context, response, 'notes', notes.length);
        response.json({ notes });
      },
    },
    {
      method: 'post',
      path: '/map/notes',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Đặt ghi chú lên bản đồ',
        en: 'Puts a note on the map',
        body: newMapNote,
        gives: { 201: oneNote },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const note = sound(request.body);
        const { unit } = roomOf(note, response);
        const shown = await store.mapNotes({ shownAt: clock(), limit: MOST_NOTES });
        if (shown.length >= MOST_NOTES) throw full({ vi: 'ghi chú', en: 'notes' }, MOST_NOTES);
        const position = await room.act({
          type: 'map-note',
          note,
          ...(unit !== undefined && { unit }),
          ...author(response),
        });
        response.status(201).json({ note: await find(mapNoteIdOf(position)) });
      },
    },
    {
      method: 'put',
      path: '/map/notes/:id',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Sửa ghi chú',
        en: 'Changes a note',
        body: newMapNote,
        gives: { 200: oneNote },
        fails: ['illegal-move'],
      },
      body: jsonBody,
      async handle(request, response) {
        const note = sound(request.body);
        const { id: noteId, ...held } = await find(pathPart(request, 'id'));
        refuseChange(held, author(response));
        roomOf(note, response);
        await room.act({ type: 'map-note', noteId, note, ...author(response) });
        response.json({ note: await find(noteId) });
      },
    },
    {
      method: 'delete',
      path: '/map/notes/:id',
      access: 'alerts:respond',
      reach: 'unit',
      contract: {
        vi: 'Gỡ ghi chú',
        en: 'Takes a note off the map',
        query: removal,
        gives: { 204: nothing },
        fails: ['illegal-move'],
      },
      async handle(request, response) {
        const { why } = checked(removal, request.query);
        const { id: noteId, ...held } = await find(pathPart(request, 'id'));
        refuseChange(held, author(response));
        await room.act({ type: 'map-note-removed', noteId, why, ...author(response) });
        response.status(204).end();
      },
    },
  ];
}

/** Is this one of those who see the whole province: of the room? */
function isOfRoom(response: Response, permission: 'read' | 'alerts:respond'): boolean {
  const held = reachOf(whoAsks(response).grants, permission);
  return held !== undefined && reachesFar(held, 'province');
}

function groupRoutes(context: ApiContext): Route[] {
  const { store, room } = context;
  const isSeen = (group: VesselGroup, response: Response): boolean =>
    group.by === actor(response) || (group.shared && isOfRoom(response, 'read'));
  const find = async (id: string, response: Response): Promise<VesselGroup> => {
    const found = await store.vesselGroup(id);
    if (!found || !isSeen(found, response)) throw notFound({ vi: `nhóm tàu “${id}”`, en: `The group “${id}”` });
    return found;
  };
  const refuseSharing = (shared: boolean, response: Response): void => {
    if (!shared || isOfRoom(response, 'alerts:respond')) return;
    throw new HaidangError('not-allowed', { permission: 'alerts:respond' });
  };
  return [
    {
      method: 'get',
      path: '/map/groups',
      access: 'read',
      reach: 'own',
      contract: { vi: 'Nhóm tàu', en: 'Groups of vessels, one’s own and the room’s', gives: { 200: groupList } },
      async handle(_request, response) {
        const groups = await store.vesselGroups(MOST_READ);
        const shown = groups.filter((group) => isSeen(group, response));
        await recordListing(context, response, 'groups', shown.length);
        response.json({ groups: shown });
      },
    },
    {
      method: 'post',
      path: '/map/groups',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Lưu nhóm tàu',
        en: 'Saves a group of vessels',
        body: newVesselGroup,
        gives: { 201: oneGroup },
        fails: ['illegal-move', 'not-allowed'],
      },
      body: jsonBody,
      async handle(request, response) {
        const group = checked(newVesselGroup, request.body);
        refuseSharing(group.shared, response);
        const all = await store.vesselGroups(MOST_READ);
        const own = all.filter(({ by, shared }) => !shared && by === actor(response));
        if (!group.shared && own.length >= MOST_OWN_GROUPS)
          throw full({ vi: 'nhóm riêng', en: 'groups of your own' }, MOST_OWN_GROUPS);
        if (group.shared && all.filter(({ shared }) => shared).length >= MOST_GROUPS)
          throw full({ vi: 'nhóm dùng chung', en: 'shared groups' }, MOST_GROUPS);
        const position = await room.act({ type: 'vessel-group', group, ...author(response) });
        response.status(201).json({ group: await find(vesselGroupIdOf(position), response) });
      },
    },
    {
      method: 'put',
      path: '/map/groups/:id',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Sửa nhóm tàu',
        en: 'Changes a group',
        body: newVesselGroup,
        gives: { 200: oneGroup },
        fails: ['illegal-move', 'not-allowed'],
      },
      body: jsonBody,
      async handle(request, response) {
        const group = checked(newVesselGroup, request.body);
        const { id: groupId, ...held } = await find(pathPart(request, 'id'), response);
        refuseSharing(group.shared || held.shared, response);
        refuseChange(held, author(response));
        await room.act({ type: 'vessel-group', groupId, group, ...author(response) });
        response.json({ group: await find(groupId, response) });
      },
    },
    {
      method: 'delete',
      path: '/map/groups/:id',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Bỏ nhóm tàu',
        en: 'Removes a group',
        gives: { 204: nothing },
        fails: ['illegal-move', 'not-allowed'],
      },
      async handle(request, response) {
        const { id: groupId, ...held } = await find(pathPart(request, 'id'), response);
        refuseSharing(held.shared, response);
        refuseChange(held, author(response));
        await room.act({ type: 'vessel-group-removed', groupId, ...author(response) });
        response.status(204).end();
      },
    },
  ];
}

/** The vessels that a unit is responsible for, for whoever filters the map by units. */
function unitVesselsRoute(context: ApiContext): Route {
  const { store } = context;
  return {
    method: 'get',
    path: '/map/units/:id/vessels',
    access: 'read',
    reach: 'own',
    contract: { vi: 'Tàu của một đơn vị', en: 'The vessels that a unit is responsible for', gives: { 200: vesselIds } },
    async handle(request, response) {
      const id = pathPart(request, 'id');
      const units = ((await store.document('units'))?.body ?? []) as Unit[];
      if (!units.some((unit) => unit.id === id)) throw notFound({ vi: `đơn vị “${id}”`, en: `The unit “${id}”` });
      const vessels: string[] = [];
      for await (const vessel of store.allVessels('registered')) {
        if (unitCovers(units, id, { vessel })) vessels.push(vessel.id);
      }
      await recordListing(context, response, 'vessels', vessels.length, { unit: id });
      response.json({ vessels });
    },
  };
}

function full(what: { vi: string; en: string }, most: number): HaidangError {
  return new HaidangError('illegal-move', {
    act: { vi: 'thêm', en: 'add another' },
    why: { vi: `đã có ${most} ${what.vi}; hãy gỡ bớt`, en: `there are ${most} ${what.en}; remove some first` },
  });
}

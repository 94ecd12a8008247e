/** Walls as administrators see them: screens that wait, those that are paired, approving one and taking it back. */
import { z } from 'zod';
import { oneWall, wallList } from './answers/accounts.ts';
import { nothing } from './contract.ts';
import { checked, notFound } from './faults.ts';
import { jsonBody } from './limits.ts';
import { type ApiContext, actor, pathPart, type Route } from './route.ts';

const approval = z.strictObject({
  code: z.string().trim().min(1).max(20),
  name: z.string().trim().min(1).max(60),
});

export function wallAdminRoutes({ accounts, room, onWallRevoked }: ApiContext): Route[] {
  const { walls } = accounts;
  return [
    {
      method: 'get',
      path: '/walls',
      access: 'settings:write',
      contract: { vi: 'Màn hình treo', en: 'Walls, and screens that wait', gives: { 200: wallList } },
      handle(_request, response) {
        response.json({ walls: walls.list(), waiting: walls.waiting() });
      },
    },
    {
      method: 'post',
      path: '/walls',
      access: 'settings:write',
      contract: {
        vi: 'Duyệt màn hình treo',
        en: 'Lets the screen that shows a code be a wall',
        body: approval,
        gives: { 201: oneWall },
        fails: ['wall-code'],
      },
      body: jsonBody,
      async handle(request, response) {
        const { code, name } = checked(approval, request.body);
        const screen = walls.byCode(code);
        const by = actor(response);
        await room.act({ type: 'wall', wallId: screen.id, what: 'approved', name, by });
        response.status(201).json({ wall: walls.approve(screen, name, by) });
      },
    },
    {
      method: 'post',
      path: '/walls/:id/refuse',
      access: 'settings:write',
      contract: { vi: 'Từ chối màn hình', en: 'Refuses a screen that waits', gives: { 204: nothing } },
      async handle(request, response) {
        const id = pathPart(request, 'id');
        if (!walls.waiting().some((screen) => screen.id === id))
          throw notFound({ vi: `màn hình “${id}” đang chờ`, en: `A screen “${id}” that waits` });
        await room.act({ type: 'wall', wallId: id, what: 'refused', by: actor(response) });
        walls.refuse(id);
        response.status(204).end();
      },
    },
    {
      method: 'delete',
      path: '/walls/:id',
      access: 'settings:write',
      contract: { vi: 'Thu hồi màn hình treo', en: 'Takes a wall back', gives: { 204: nothing } },
      async handle(request, response) {
        const id = pathPart(request, 'id');
        const wall = walls.list().find((one) => one.id === id && one.revokedAt === undefined);
        if (!wall) throw notFound({ vi: `màn hình treo “${id}”`, en: `The wall “${id}”` });
        await room.act({ type: 'wall', wallId: id, what: 'revoked', name: wall.name, by: actor(response) });
        walls.revoke(id);
        onWallRevoked?.(id);
        response.status(204).end();
      },
    },
  ];
}

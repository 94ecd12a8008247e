/** What a wall asks: to be one, who it is, its numbers. Nothing here names an owner, a captain or an officer. */
import { z } from 'zod';
import { refuseCrossSite, setWallCookie, wallToken } from '../auth/middleware.ts';
import type { WallBoard } from '../wall/board.ts';
import { tileNames } from '../wall/figures.ts';
import { oneTile, pairing, pairingState, wallFiguresAnswer, wallSelf } from './answers/figures.ts';
import { zoneFeatures } from './answers/zones.ts';
import { readZones } from './documents.ts';
import { checked, notFound } from './faults.ts';
import { jsonBody, pairingLimit } from './limits.ts';
import { type ApiContext, pathPart, type Route, whoAsks } from './route.ts';

const POLL_SECONDS = 3;
const polled = z.strictObject({ device: z.string().min(20).max(100) });

export function wallRoutes(context: ApiContext, board: Pick<WallBoard, 'figures'>): Route[] {
  const { accounts, store, config } = context;
  return [
    {
      method: 'post',
      path: '/wall/pairing',
      access: 'open',
      contract: {
        vi: 'Màn hình xin làm màn hình treo',
        en: 'A screen asks to be a wall',
        gives: { 200: pairing },
        fails: ['cross-site'],
      },
      limiter: pairingLimit(),
      handle(request, response) {
        refuseCrossSite(request);
        response.json({ ...accounts.walls.ask(request.ip ?? ''), pollSeconds: POLL_SECONDS });
      },
    },
    {
      method: 'post',
      path: '/wall/pairing/state',
      access: 'open',
      contract: {
        vi: 'Màn hình đã được duyệt chưa',
        en: 'Whether it is one by now',
        body: polled,
        gives: { 200: pairingState },
        fails: ['cross-site'],
      },
      body: jsonBody,
      handle(request, response) {
        refuseCrossSite(request);
        const outcome = accounts.walls.poll(checked(polled, request.body).device);
        if (outcome.state === 'paired') setWallCookie(request, response, outcome.token);
        response.json({ state: outcome.state });
      },
    },
    {
      method: 'get',
      path: '/wall/self',
      access: 'wall',
      contract: { vi: 'Màn hình này là gì', en: 'Which wall asks', gives: { 200: wallSelf } },
      handle(request, response) {
        const { name, by } = whoAsks(response);
        const token = by === 'wall' ? wallToken(request.headers) : undefined;
        if (token !== undefined) setWallCookie(request, response, token);
        response.json({ name, by, demo: config.demo });
      },
    },
    {
      method: 'get',
      path: '/wall/figures',
      access: 'wall',
      contract: {
        vi: 'Các ô số liệu',
        en: 'The tiles of the wall, and the fleet by province',
        gives: { 200: wallFiguresAnswer },
      },
      async handle(_request, response) {
        response.json({ ...(await board.figures()), demo: config.demo });
      },
    },
    {
      method: 'get',
      path: '/wall/tiles/:name',
      access: 'wall',
      contract: { vi: 'Một ô số liệu', en: 'One tile', gives: { 200: oneTile } },
      async handle(request, response) {
        const name = pathPart(request, 'name');
        const { tiles, ...rest } = await board.figures();
        const tile = tiles.find((one) => one.name === name);
        const known = tileNames.join(', ');
        if (!tile) throw notFound({ vi: `ô “${name}” (có: ${known})`, en: `The tile “${name}” (there are ${known})` });
        response.json({ ...tile, takenAt: rest.takenAt, stepMs: rest.stepMs, demo: config.demo });
      },
    },
    {
      method: 'get',
      path: '/wall/zones',
      access: 'wall',
      contract: {
        vi: 'Vùng biển trên màn hình treo',
        en: 'Zones of the map on the wall',
        gives: { 200: zoneFeatures },
      },
      async handle(_request, response) {
        response.json({ type: 'FeatureCollection', features: await readZones(store) });
      },
    },
  ];
}

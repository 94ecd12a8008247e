/** To whom positions go on, and the newest ones as patrol tablets read them. */
import { cotEvent } from '../exports/cot.ts';
import { sendPieces } from '../exports/send.ts';
import { shownReceivers } from '../forward/view.ts';
import { forwardingAnswer } from './answers/forwarding.ts';
import { searchLimit } from './limits.ts';
import { lookerOf } from './look-ups.ts';
import type { ApiContext, Route } from './route.ts';

const STALE_MINUTES = 180;
/** A tablet has no use for where a boat was long ago. */
const SHOWN_MS = 24 * 3_600_000;

export function forwardingRoutes(context: ApiContext): Route[] {
  const { store, room, config, clock, dataFolder } = context;
  return [
    {
      method: 'get',
      path: '/forwarding',
      access: 'settings:write',
      contract: {
        vi: 'Chuyển tiếp vị trí: bên nhận, đã gửi, còn chờ, lỗi cuối',
        en: 'Forwarding of positions: receivers, sent, waiting, last failure',
        gives: { 200: forwardingAnswer },
      },
      handle(_request, response) {
        response.json({ receivers: shownReceivers(dataFolder, config.receivers ?? []) });
      },
    },
    {
      method: 'get',
      path: '/positions.cot',
      access: 'read',
      reach: 'own',
      contract: {
        vi: 'Vị trí mới nhất của các tàu trong sổ, dạng Cursor on Target',
        en: 'Newest positions of registered vessels of the last day as Cursor on Target events; it is on record',
        gives: { 200: { media: ['application/xml'] } },
      },
      limiter: searchLimit(),
      async handle(_request, response) {
        const now = clock();
        const latest = await store.latest();
        const events: string[] = [];
        for await (const vessel of store.allVessels()) {
          const fix = latest.get(vessel.id);
          if (!vessel.registered || !fix || now - fix.fixTime > SHOWN_MS) continue;
          events.push(`${cotEvent(vessel, fix, { now, staleMinutes: STALE_MINUTES })}\n`);
        }
        await room.act({
          ...{
            type: 'exported',
            what: 'positions',
            asked: { format: 'cot' },
            rows: events.length,
            ...lookerOf(response),
          },
        });
        const pieces = ['<?xml version="1.0" encoding="UTF-8"?>\n<events>\n', ...events, '</events>\n'];
        await sendPieces(response, 'haidang-positions.cot.xml', 'application/xml; charset=utf-8', pieces);
      },
    },
  ];
}

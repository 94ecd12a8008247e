/** Files of zones, checked and repaired on request. Nothing is stored: what is accepted goes into the zones document. */
import { z } from 'zod';
import { ZoneChecker } from '../zone-import/run-check.ts';
import { zoneFileAnswer } from './answers/zones.ts';
import { readZones } from './documents.ts';
import { checked } from './faults.ts';
import { zoneFileBody } from './limits.ts';
import type { ApiContext, Route } from './route.ts';

const query = z.object({
  /** File name; becomes the source of zones that name none. */
  name: z.string().min(1).max(200).optional(),
  /** `EPSG:9213`: what the coordinates are in, where the file doesn't say or says wrongly. */
  crs: z.string().min(1).max(80).optional(),
  /** `all`, or ids and codes of findings with commas between. */
  repair: z.string().max(8000).optional(),
});

export function zoneFileRoutes({ store, zoneCheckWorker }: ApiContext): Route[] {
  const checker = new ZoneChecker(zoneCheckWorker);
  return [
    {
      method: 'post',
      path: '/zones/check',
      access: 'settings:write',
      contract: {
        vi: 'Kiểm tra tệp vùng biển, không lưu',
        en: 'Checks a file of zones; nothing is stored',
        query: query,
        body: { media: ['application/geo+json', 'application/octet-stream', 'text/csv'] },
        gives: { 200: zoneFileAnswer },
      },
      body: zoneFileBody,
      async handle(request, response) {
        const { name, crs, repair } = checked(query, request.query);
        // An empty body is no buffer: an empty file is said to be one like any other fault.
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const accepted = repair === 'all' ? repair : (repair?.split(',').filter(Boolean) ?? []);
        const options = {
          existing: await readZones(store),
          ...(name !== undefined && { fileName: name }),
          ...(crs !== undefined && { crs }),
        };
        response.json(await checker.check({ bytes, options, accepted }));
      },
    },
  ];
}

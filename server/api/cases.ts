/** Cases: what has been done about the alerts of one vessel. */
import { z } from 'zod';
import { checked, notFound } from './faults.ts';
import { idParam, limitParam } from './queries.ts';
import { type ApiContext, pathPart, type Route } from './route.ts';

const listQuery = z.object({ vessel: idParam.optional(), limit: limitParam(200, 5000) });

export function caseRoutes({ store }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/cases',
      access: 'read',
      async handle(request, response) {
        const { vessel, limit } = checked(listQuery, request.query);
        response.json({ cases: await store.cases({ vesselId: vessel, limit }) });
      },
    },
    {
      method: 'get',
      path: '/cases/:id',
      access: 'read',
      async handle(request, response) {
        const id = pathPart(request, 'id');
        const found = await store.case(id);
        if (!found) throw notFound({ vi: `vụ việc “${id}”`, en: `The case “${id}”` });
        response.json(found);
      },
    },
  ];
}

/** What the product does at its times, and how that went. */
import type { ApiContext, Route } from './route.ts';

export function jobRoutes({ jobs }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/jobs',
      access: 'settings:write',
      async handle(_request, response) {
        response.json({ jobs: await jobs.list() });
      },
    },
  ];
}

/** What the product does at its times, and how that went. */
import { jobList } from './answers/system.ts';
import type { ApiContext, Route } from './route.ts';

export function jobRoutes({ jobs }: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/jobs',
      access: 'settings:write',
      contract: {
        vi: 'Việc chạy theo giờ',
        en: 'What is scheduled, and how it went',
        gives: { 200: jobList },
        fails: ['jobs-away'],
      },
      async handle(_request, response) {
        response.json({ jobs: await jobs.list() });
      },
    },
  ];
}

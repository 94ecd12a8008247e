/** The indicator feed of a province's operations centre: numbers with what they mean, how old they are, and the rows behind each. */
import { z } from 'zod';
import { indicatorNames } from '../indicators/definitions.ts';
import { type Indicator, indicatorCsv, indicatorsOf } from '../indicators/indicators.ts';
import { rowsBehind } from '../indicators/rows.ts';
import type { WallBoard } from '../wall/board.ts';
import { indicatorFeed, indicatorRows } from './answers/indicators.ts';
import { checked } from './faults.ts';
import { searchLimit } from './limits.ts';
import { lookerOf } from './look-ups.ts';
import { limitParam } from './queries.ts';
import { type ApiContext, pathPart, type Route } from './route.ts';

const MOST_CASES = 5000;
const MOST_MESSAGES = 5000;
const MOST_ROWS = 5000;
const csvQuery = z.object({ lang: z.enum(['vi', 'en']).default('vi') });
const rowsQuery = z.object({ limit: limitParam(1000, MOST_ROWS) });
const rowsPath = z.object({ name: z.enum(indicatorNames) });

/** @param board the wall's own: what hangs there and what is read here are one number */
export function indicatorRoutes(context: ApiContext, board: Pick<WallBoard, 'figures' | 'known'>): Route[] {
  const { store, room, clock, config } = context;
  const all = async (): Promise<{ takenAt: number; demo: boolean; indicators: Indicator[] }> => {
    const { takenAt, tiles } = await board.figures();
    return { takenAt, demo: config.demo, indicators: indicatorsOf(await board.known(takenAt), tiles) };
  };
  return [
    {
      method: 'get',
      path: '/indicators',
      access: 'wall',
      contract: {
        vi: 'Chỉ tiêu cho trung tâm điều hành: giá trị, định nghĩa, độ tươi',
        en: 'Indicators for an operations centre: value, definition, freshness',
        gives: { 200: indicatorFeed },
      },
      limiter: searchLimit(),
      async handle(_request, response) {
        response.json(await all());
      },
    },
    {
      method: 'get',
      path: '/indicators.csv',
      access: 'wall',
      contract: {
        vi: 'Các chỉ tiêu dưới dạng bảng CSV',
        en: 'The same as a table',
        query: csvQuery,
        gives: { 200: { media: ['text/csv'] } },
      },
      limiter: searchLimit(),
      async handle(request, response) {
        const { lang } = checked(csvQuery, request.query);
        const { indicators, ...about } = await all();
        response.setHeader('Content-Type', 'text/csv; charset=utf-8');
        response.setHeader('Content-Disposition', 'attachment; filename="haidang-indicators.csv"');
        response.end(indicatorCsv(indicators, { language: lang, ...about }));
      },
    },
    {
      method: 'get',
      path: '/indicators/:name/rows',
      access: 'read',
      contract: {
        vi: 'Tàu, cảnh báo, vụ việc, nguồn hoặc tin đứng sau một chỉ tiêu',
        en: 'The vessels, alerts, cases, feeds or messages behind an indicator',
        path: { name: z.enum(indicatorNames) },
        query: rowsQuery,
        gives: { 200: indicatorRows },
      },
      limiter: searchLimit(),
      async handle(request, response) {
        const { name } = checked(rowsPath, { name: pathPart(request, 'name') });
        const { limit } = checked(rowsQuery, request.query);
        const takenAt = clock();
        const known = await board.known(takenAt);
        const rows = rowsBehind(name, known, {
          cases: name === 'cases' ? await store.cases({ open: true, limit: MOST_CASES }) : [],
          failed: name === 'messages' ? await store.deliveries({ state: 'failed', limit: MOST_MESSAGES }) : [],
        });
        const shown = rows.slice(0, limit);
        await room.act({
          ...{ type: 'exported', what: 'indicator', asked: { name }, rows: shown.length, ...lookerOf(response) },
        });
        response.json({ takenAt, name, total: rows.length, rows: shown });
      },
    },
  ];
}

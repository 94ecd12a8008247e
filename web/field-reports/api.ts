/** What the page asks the server. */
import type { ListedFieldReport } from '../../server/api/answers/field-reports.ts';
import type { ReportAct, ToldReport } from '../../server/models/field-report.ts';
import { getJson, postJson } from '../api/http.ts';

export type { ListedFieldReport, ReportAct };

export async function readFieldReports(withClosed: boolean): Promise<ListedFieldReport[]> {
  const answer = await getJson<{ reports: ListedFieldReport[] }>(`/field-reports?state=${withClosed ? 'all' : 'open'}`);
  return answer.reports;
}

export const writeCall = (report: ToldReport): Promise<unknown> => postJson('/field-reports', report);

export const actOnReport = (id: string, act: ReportAct): Promise<unknown> =>
  postJson(`/field-reports/${encodeURIComponent(id)}/acts`, act);

export const photoAddress = (id: string): string => `/api/v1/field-reports/${encodeURIComponent(id)}/photo`;

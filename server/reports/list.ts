/** All reports there are. A new one is a file of its own and a line here. */
import { crossings } from './crossings.ts';
import { dailyVms } from './daily-vms.ts';
import { handoverReport } from './handovers.ts';
import { highRisk } from './high-risk.ts';
import { iuuCommittee } from './iuu-committee.ts';
import { lossOfSignal } from './loss-of-signal.ts';
import { portCalls } from './port-calls.ts';
import type { Report } from './report.ts';
import { stormCount } from './storm-count.ts';
import { suppliers } from './suppliers.ts';

export const reports: readonly Report[] = [
  lossOfSignal,
  crossings,
  dailyVms,
  handoverReport,
  highRisk,
  suppliers,
  stormCount,
  portCalls,
  iuuCommittee,
];

export function reportCalled(name: string): Report | undefined {
  return reports.find((report) => report.name === name);
}

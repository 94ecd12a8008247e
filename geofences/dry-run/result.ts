/** What a dry run says in the end, as plain data. */
import { occurrenceText } from '../sentences.ts';
import type { Occurrence } from '../types.ts';
import type { Comparison, Counts, RuleCounts } from './comparison.ts';
import type { Coverage } from './coverage.ts';
import type { RuleSet, Version } from './plan.ts';
import type { Span } from './span.ts';

export interface DryRunExample {
  /** Id of the occurrence. */
  id: string;
  ruleId: string;
  vesselId: string;
  zoneId?: string;
  /** Epoch ms. */
  raisedAt: number;
  clearedAt?: number;
  lon: number;
  lat: number;
  text: { vi: string; en: string };
}

export interface DryRunResult extends Span {
  /** Fix time of the first fix in the span; absent when there is none. */
  firstFixTime?: number;
  /** Hours of the span that have tracks, gaps of up to six hours included: rates are per these. */
  hours: number;
  rules: RuleCounts[];
  /** Rules that were left out: of a kind that cannot be tried, or on several vessels in too large a fleet. */
  notRun: { ruleId: string; reason: 'kind' | 'fleet-too-large' }[];
  /**
   * `onlyNow`, `onlyProposed`: what the other version says nothing of. The rest of the difference is the same happenings
   * told in more or fewer alerts.
   */
  totals: Counts & { onlyNow: number; onlyProposed: number; vesselsNow: number; vesselsProposed: number };
  /** Every day of the span, as Vietnam counts them (`2026-11-24`). */
  days: ({ date: string; hasTracks: boolean } & Counts)[];
  /** Vessels with an occurrence, most changed first. One on several vessels counts for each of them. */
  vessels: ({ id: string; label: string } & Counts)[];
  /** Newest first: what the other version says nothing of. */
  examples: Record<Version, DryRunExample[]>;
  /** Occurrences that were counted but too many of one vessel to be held against the other version's. */
  uncompared: number;
  /** Vessels that one of the rules applies to and that have fixes. */
  vesselsJudged: number;
  /** Fixes read, those before the span that it has to begin with included. */
  fixes: number;
}

/** The parts of a result that follow from what was counted. @param labels what vessels are called on screen */
export function countsOf(
  { rules, days, vessels, examples, uncompared }: Comparison,
  coverage: Coverage,
  versions: Record<Version, RuleSet>,
  labels: ReadonlyMap<string, string>,
): Pick<DryRunResult, 'rules' | 'totals' | 'days' | 'vessels' | 'examples' | 'uncompared'> {
  const label = (id: string): string => labels.get(id) ?? id;
  const told = (version: Version): DryRunExample[] =>
    examples[version].map((occurrence) => exampleOf(occurrence, versions[version], label(occurrence.vesselId)));
  return {
    rules: [...rules.values()],
    totals: totalsOf([...rules.values()], [...vessels.values()]),
    days: [...days].map(([date, counts], day) => ({ date, hasTracks: coverage.hasTracks(day), ...counts })),
    vessels: [...vessels].map(([id, counts]) => ({ id, label: label(id), ...counts })).sort(byChange),
    examples: { now: told('now'), proposed: told('proposed') },
    uncompared,
  };
}

function exampleOf(occurrence: Occurrence, { rules, zones }: RuleSet, vesselLabel: string): DryRunExample {
  const { id, ruleId, vesselId, zoneId, raisedAt, clearedAt, lon, lat } = occurrence;
  const zone = zones.find((one) => one.id === zoneId)?.properties;
  const ruleName = rules.find((one) => one.id === ruleId)?.name;
  const text = occurrenceText(occurrence, { vesselLabel, zoneName: zone?.name, zoneNameEn: zone?.nameEn, ruleName });
  return { id, ruleId, vesselId, zoneId, raisedAt, clearedAt, lon, lat, text };
}

function totalsOf(rules: readonly RuleCounts[], vessels: readonly Counts[]): DryRunResult['totals'] {
  const totals = { now: 0, proposed: 0, onlyNow: 0, onlyProposed: 0 };
  for (const rule of rules) for (const name of COUNTED) totals[name] += rule[name];
  const withAny = (version: Version): number => vessels.filter((vessel) => vessel[version] > 0).length;
  return { ...totals, vesselsNow: withAny('now'), vesselsProposed: withAny('proposed') };
}

const COUNTED = ['now', 'proposed', 'onlyNow', 'onlyProposed'] as const;

type VesselCounts = DryRunResult['vessels'][number];

function byChange(a: VesselCounts, b: VesselCounts): number {
  const change = Math.abs(b.proposed - b.now) - Math.abs(a.proposed - a.now);
  return change || b.proposed + b.now - (a.proposed + a.now) || (a.id < b.id ? -1 : 1);
}

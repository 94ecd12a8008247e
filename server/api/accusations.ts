/** Rules and zones that would accuse nearly the whole fleet: refused when they are set, with the count. */
import { isDeepStrictEqual } from 'node:util';
import { rulesLookingAt, zonesThatDiffer } from '../../geofences/dry-run/plan.ts';
import type { Fix } from '../../geofences/fix.ts';
import {
  behaviourAccusations,
  type LatestFix,
  LEAST_FLEET,
  type RuleAccusation,
  ruleAccusations,
} from '../../geofences/rule-accusation.ts';
import type { Rule, Zone } from '../../geofences/types.ts';
import { profileOf } from '../ingest/vessels.ts';
import { outagesOf } from '../store/outages.ts';
import type { Store } from '../store/store.ts';
import { invalidBody } from './faults.ts';

/** A document as it stands, and as somebody wants it. */
interface Change<T> {
  was: readonly T[];
  is: readonly T[];
}

/** Names the count and the rule that a fault is in. */
type Refusal = (of: RuleAccusation, name: Words) => { where: string; why: Words };

interface Words {
  vi: string;
  en: string;
}

const NOW: Words = { vi: 'ngay bây giờ sẽ', en: 'now' };
const OVER_DAY: Words = { vi: 'trong một ngày qua lẽ ra đã', en: 'over the last day' };

/**
 * Rules that are new or changed, held against the fleet as it lies; what stands already is not asked again.
 * @throws SpokenError `body-invalid`
 */
export async function refuseAccusingRules(
  store: Store,
  { was, is }: Change<Rule>,
  zones: readonly Zone[],
): Promise<void> {
  const known = new Map(was.map((rule) => [rule.id, rule]));
  const changed = is.filter((rule) => !isDeepStrictEqual(known.get(rule.id), rule));
  if (changed.length === 0) return;
  const fleet = await latestFleet(store);
  const outages = await outagesOf(store, new Set(fleet.flatMap(({ profile }) => profile.provider ?? [])));
  const refuse = (found: readonly RuleAccusation[], when: Words): void =>
    refuseFault(is, found, (of, name) => ({
      where: `[${is.findIndex(({ id }) => id === of.ruleId)}]`,
      why: wordsOfRule(of, name, when),
    }));
  refuse(ruleAccusations(changed, zones, fleet, outages), NOW);
  refuse(await behaviourAccusations(changed, zones, fleet, tracksOf(store), outages), OVER_DAY);
}

/**
 * Zones by whose change a rule would come to accuse nearly everybody. A rule that does so by the zones as they are is not held
 * against whoever changes something else.
 * @throws SpokenError `body-invalid`
 */
export async function refuseAccusingZones(
  store: Store,
  rules: readonly Rule[],
  { was, is }: Change<Zone>,
): Promise<void> {
  const differing = zonesThatDiffer(was, is);
  const concerned = rulesLookingAt(rules, differing);
  if (concerned.length === 0) return;
  const fleet = await latestFleet(store);
  const outages = await outagesOf(store, new Set(fleet.flatMap(({ profile }) => profile.provider ?? [])));
  const ids = new Set(differing.map(({ id }) => id));
  const at = is.findIndex(({ id }) => ids.has(id));
  const refuse = (found: readonly RuleAccusation[], when: Words): void =>
    refuseFault(rules, found, (of, name) => ({
      where: at < 0 ? 'features' : `features[${at}]`,
      why: wordsOfZones(of, name, when),
    }));
  await refuseNew(
    concerned,
    (tried, zones) => ruleAccusations(tried, zones, fleet, outages),
    { was, is },
    (found) => refuse(found, NOW),
  );
  await refuseNew(
    concerned,
    (tried, zones) => behaviourAccusations(tried, zones, fleet, tracksOf(store), outages),
    { was, is },
    (found) => refuse(found, OVER_DAY),
  );
}

/** Only rules that the new zones make a fault of are tried by the old ones. */
async function refuseNew(
  rules: readonly Rule[],
  ask: (
    rules: readonly Rule[],
    zones: readonly Zone[],
  ) => readonly RuleAccusation[] | Promise<readonly RuleAccusation[]>,
  { was, is }: Change<Zone>,
  refuse: (found: readonly RuleAccusation[]) => void,
): Promise<void> {
  const faulty = (await ask(rules, is)).filter(({ fault }) => fault === 'accuses-everybody');
  if (faulty.length === 0) return;
  const ids = new Set(faulty.map(({ ruleId }) => ruleId));
  const before = await ask(
    rules.filter(({ id }) => ids.has(id)),
    was,
  );
  const standing = new Set(before.filter(({ fault }) => fault !== undefined).map(({ ruleId }) => ruleId));
  refuse(faulty.filter(({ ruleId }) => !standing.has(ruleId)));
}

function refuseFault(rules: readonly Rule[], found: readonly RuleAccusation[], refusal: Refusal): void {
  const of = found.find(({ fault }) => fault !== undefined);
  if (!of) return;
  const rule = rules.find(({ id }) => id === of.ruleId);
  const { where, why } = refusal(of, { vi: rule?.name ?? of.ruleId, en: rule?.nameEn ?? of.ruleId });
  throw invalidBody(where, why);
}

/** @param when over which time the vessels were counted */
function wordsOfRule({ judged, raised, fault }: RuleAccusation, name: Words, when: Words): Words {
  if (fault === 'no-criterion') {
    return {
      vi: `quy tắc “${name.vi}” không có tiêu chí nào: không có gì giới hạn nó, và ${when.vi} báo ${raised}/${judged} tàu; hãy chọn vùng, loại vùng hoặc đặt ngưỡng`,
      en: `the rule “${name.en}” has no criterion: nothing restricts it, and it would raise ${raised} of ${judged} vessels ${when.en}; choose zones, kinds of zones or thresholds`,
    };
  }
  const most = shareOf(judged, raised);
  return {
    vi: `quy tắc “${name.vi}” ${when.vi} báo ${raised}/${judged} tàu, ${most.vi}; hãy thu hẹp vùng, ngưỡng hoặc tàu áp dụng${wayOut(judged).vi}`,
    en: `the rule “${name.en}” would raise ${raised} of ${judged} vessels ${when.en}, ${most.en}; narrow its zones, thresholds or vessels${wayOut(judged).en}`,
  };
}

function wordsOfZones({ judged, raised }: RuleAccusation, name: Words, when: Words): Words {
  const most = shareOf(judged, raised);
  return {
    vi: `với các vùng đã sửa, quy tắc “${name.vi}” ${when.vi} báo ${raised}/${judged} tàu, ${most.vi}; hãy thu hẹp vùng, hoặc sửa quy tắc trước`,
    en: `with the zones as changed the rule “${name.en}” would raise ${raised} of ${judged} vessels ${when.en}, ${most.en}; narrow the zone, or change the rule first`,
  };
}

function shareOf(judged: number, raised: number): Words {
  if (raised < judged) return { vi: 'gần như mọi tàu', en: 'nearly all of them' };
  return { vi: 'tất cả các tàu', en: 'all of them' };
}

/** Where a few boats are the whole fleet, all of them may be in one place for once. */
function wayOut(judged: number): Words {
  if (judged >= LEAST_FLEET) return { vi: '', en: '' };
  return {
    vi: '; nếu đúng là muốn vậy, với ít tàu như thế hãy đặt mức ưu tiên 4 (chỉ ghi nhật ký) cho đến khi có tàu ở nơi khác',
    en: '; where that is meant, with so few vessels set it at priority 4 (a log) until one of them is elsewhere',
  };
}

/** Whoever waits for something else is served between two pieces: a day of the fleet is long to judge. */
function tracksOf(store: Store) {
  return async function* (vesselId: string, from: number, to: number): AsyncIterable<Fix[]> {
    for await (const piece of store.trackPieces({ vesselId, from, to })) {
      await new Promise(setImmediate);
      yield piece;
    }
  };
}

async function latestFleet(store: Store): Promise<LatestFix[]> {
  const latest = await store.latest();
  const fleet: LatestFix[] = [];
  for await (const vessel of store.allVessels()) {
    const fix = latest.get(vessel.id);
    if (fix) fleet.push({ profile: profileOf(vessel), fix });
  }
  return fleet;
}

/** The check of a rule before it is used, by its text alone: what it would say of a fleet is `rule-accusation.ts`'s. */
import { isDirectedLine } from '../geometry/shape.ts';
import type { Rule, Zone } from '../types.ts';
import { contradiction } from './consistency.ts';
import { ruleKinds } from './index.ts';
import type { Explanation, RuleKind } from './kind.ts';
import { paramProblem, resolveParams } from './params.ts';

/** What is wrong with a rule, in one sentence without its full stop; undefined when it can be used. */
export function ruleProblem(rule: Rule, zones: ReadonlyMap<string, Zone>): Explanation | undefined {
  if (typeof rule.id !== 'string' || rule.id === '') return { vi: 'quy tắc không có mã', en: 'a rule without an id' };
  const found = problemOf(rule, zones);
  return found && { vi: `quy tắc “${rule.name ?? rule.id}”: ${found.vi}`, en: `rule "${rule.id}": ${found.en}` };
}

function problemOf(rule: Rule, zones: ReadonlyMap<string, Zone>): Explanation | undefined {
  const kind = ruleKinds.get(rule.kind);
  if (!kind) {
    const known = [...ruleKinds.keys()].join(', ');
    return {
      vi: `không có loại quy tắc “${rule.kind}” (các loại: ${known})`,
      en: `unknown kind "${rule.kind}" (known: ${known})`,
    };
  }
  if (rule.zones !== undefined && !Array.isArray(rule.zones)) {
    return { vi: '“zones” phải là danh sách mã vùng', en: 'zones must be a list of ids' };
  }
  const stranger = rule.zones?.find((id) => !zones.has(id));
  if (stranger !== undefined) return { vi: `không có vùng “${stranger}”`, en: `unknown zone "${stranger}"` };
  const ofParams = paramProblem(kind.params, rule.params, (id) => zones.has(id)) ?? ruleContradiction(rule);
  if (ofParams) return ofParams;
  if (rule.zones?.length === 0 && kind.watches === 'zone') {
    return {
      vi: 'danh sách vùng rỗng nên quy tắc không theo dõi gì',
      en: 'its list of zones is empty, so that it would watch nothing',
    };
  }
  if (rule.priority !== undefined && ![1, 2, 3, 4].includes(rule.priority)) {
    return { vi: 'mức ưu tiên phải là 1, 2, 3 hoặc 4', en: 'priority must be 1, 2, 3 or 4' };
  }
  return zoneProblem(rule, kind, zones);
}

function zoneProblem(rule: Rule, kind: RuleKind, zones: ReadonlyMap<string, Zone>): Explanation | undefined {
  if (kind.watches !== 'zone') return undefined;
  for (const id of rule.zones ?? []) {
    const zone = zones.get(id);
    if (zone?.properties.kind === 'land') {
      return {
        vi: `vùng “${id}” là đất liền, chỉ loại quy tắc position-on-land xét đến`,
        en: `zone "${id}" is land, which only position-on-land looks at`,
      };
    }
    if (!zone || !isDirectedLine(zone)) continue;
    if (!kind.lines) {
      return {
        vi: `loại “${kind.title.vi}” cần một vùng khép kín, mà “${id}” là đường`,
        en: `${rule.kind} needs an area, but zone "${id}" is a line`,
      };
    }
    if (kind.by === 'inside' && !zone.properties.ourSide) {
      return {
        vi: `đường “${id}” chưa ghi phía nào là của ta (properties.ourSide)`,
        en: `line "${id}" does not say which side is ours (properties.ourSide)`,
      };
    }
  }
  return undefined;
}

/** What contradicts itself in a rule's params that are each in order, one clause in both languages; undefined when nothing does. */
export function ruleContradiction(rule: Rule): Explanation | undefined {
  const kind = ruleKinds.get(rule.kind);
  if (!kind || paramProblem(kind.params, rule.params, () => true)) return undefined;
  return contradiction(kind, resolveParams(kind.params, rule.params));
}

/** Params that are each in order and together are not: a rule with them would be set and say nothing, and nobody would know. */
import { dayStart } from '../in-force.ts';
import { dayText } from '../position-text.ts';
import type { Explanation, RuleKind } from './kind.ts';
import { labelOf } from './param-words.ts';
import type { Params } from './params.ts';

/** Two params of a kind, of which the first must not be above the second. */
export interface Order {
  from: string;
  to: string;
  /** Equal ones leave nothing between them, either. */
  strictly?: boolean;
  /** The second means nothing without the first. */
  together?: boolean;
}

/** What contradicts itself in a rule's params, one clause without its full stop; undefined when nothing does. */
export function contradiction(kind: RuleKind, params: Params): Explanation | undefined {
  for (const order of kind.orders ?? []) {
    const [from, to] = [params[order.from], params[order.to]];
    const [first, second] = [order.from, order.to].map((name) =>
      labelOf(kind.params.find((one) => one.name === name)!),
    );
    if (to !== undefined && from === undefined && order.together) {
      return {
        vi: `có “${second!.vi}” thì phải có “${first!.vi}”`,
        en: `“${second!.en}” needs “${first!.en}”`,
      };
    }
    if (from === undefined || to === undefined || isInOrder(from, to, order.strictly)) continue;
    return {
      vi: `“${first!.vi}” (${shown(from, 'vi')}) ${order.strictly ? 'phải nhỏ hơn' : 'không được vượt'} “${second!.vi}” (${shown(to, 'vi')})`,
      en: `“${first!.en}” (${shown(from, 'en')}) must ${order.strictly ? 'be below' : 'not be above'} “${second!.en}” (${shown(to, 'en')})`,
    };
  }
  return undefined;
}

function shown(value: NonNullable<Params[string]>, language: 'vi' | 'en'): string {
  return typeof value === 'number'
    ? String(value).replace('.', language === 'vi' ? ',' : '.')
    : dayText(String(value), language);
}

function isInOrder(from: Params[string], to: Params[string], strictly = false): boolean {
  const [low, high] = [from, to].map((value) => (typeof value === 'number' ? value : dayStart(String(value))!));
  return strictly ? low! < high! : low! <= high!;
}

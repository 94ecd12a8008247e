/** What the preview of a changed rule says of rules that it could not try. */
import { expect } from 'chai';
import type { JSX } from 'preact';
import type { DryRunView } from '../../server/dry-runs/dry-runs.ts';
import { language } from '../../web/i18n/t.ts';
import { Outcome } from '../../web/rules/Outcome.tsx';

/** The text of what is shown. */
function textOf(shown: unknown): string {
  if (Array.isArray(shown)) return shown.map(textOf).join(' ');
  if (typeof shown !== 'object' || shown === null) return typeof shown === 'string' ? shown : '';
  const { type, props } = shown as { type: unknown; props: { children?: unknown } };
  return typeof type === 'function' ? textOf((type as (props: object) => JSX.Element)(props)) : textOf(props.children);
}

function shownOf(notRun: { ruleId: string; reason: string }[]): string {
  const totals = { now: 0, proposed: 0, onlyNow: 0, onlyProposed: 0, vesselsNow: 0, vesselsProposed: 0 };
  const result = { from: 0, to: 9e8, firstFixTime: 0, hours: 200, totals, uncompared: 0, notRun };
  const view = { tookMs: 900, result: { ...result, rules: [{}, {}, {}], vesselsJudged: 4000, fixes: 9, days: [] } };
  return textOf(Outcome({ view: view as unknown as DryRunView }));
}

describe('the preview of a changed rule', () => {
  const before = language.value;
  after(() => {
    language.value = before;
  });

  it('says in both languages why a rule is not counted, each reason for itself', () => {
    const both = [
      { ruleId: 'out', reason: 'kind' },
      { ruleId: 'meet', reason: 'fleet-too-large' },
    ];
    language.value = 'en';
    expect(shownOf(both))
      .to.include('2 rules could not be tried and are not counted here:')
      .and.include('A rule on outages of providers cannot be tried')
      .and.match(/several vessels at once cannot be tried on a fleet of more than 3[,.\s]?000/);
    expect(shownOf(both.slice(1))).to.not.include('outages');
    expect(shownOf([])).to.not.include('tried');
    language.value = 'vi';
    expect(shownOf(both))
      .to.include('2 quy tắc không thử được nên không tính ở đây:')
      .and.include('Không thử được quy tắc về sự cố nhà cung cấp')
      .and.match(/xét nhiều tàu cùng lúc trên đội tàu quá 3[,.\s]?000 tàu/);
  });
});

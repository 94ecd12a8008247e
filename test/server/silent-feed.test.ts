/** A feed that falls silent stands for a provider that the registry does not name: one incident, now and in a dry run. */
import { expect } from 'chai';
import type { Rule } from '../../geofences/types.ts';
import { dryRunStored } from '../../server/dry-runs/stored.ts';
import { RecordType } from '../../server/journal/record.ts';
import type { Entry } from '../../server/models/entry.ts';
import { nafRecord } from './api-product.ts';
import { FedPipeline } from './fed-pipeline.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 2, 1);
const rules: Rule[] = [
  { id: 'outage', kind: 'provider-outage', params: { vessels: 5 } },
  { id: 'lost', kind: 'silence', params: { hours: 6 } },
  { id: 'thin', kind: 'reporting-rate' },
];
const boats = Array.from({ length: 12 }, (_, i) => ({
  registration: `QNa-${91_001 + i}-TS`,
  feed: i < 10 ? 1 : 2,
  minute: i * 10,
}));

describe('a feed that falls silent', () => {
  let fed: FedPipeline;

  before(async () => {
    fed = await FedPipeline.open();
    await enter({ type: 'feed', feed: 1, name: 'Vệ tinh', url: 'tcp://a', format: 'naf' });
    await enter({ type: 'feed', feed: 2, name: 'Bờ', url: 'tcp://b', format: 'naf' });
    await enter({ type: 'document', name: 'rules', body: rules, by: 'test' });
    const entries = boats.map(({ registration }) => ({ registration, flag: 'VNM', reportingIntervalMin: 120 }));
    await enter({ type: 'registry', entries, by: 'test' });
    // Three days; the first feed is down for ten hours of the second.
    for (let minute = 0; minute < 72 * 60; minute += 10) await pass(minute);
    await fed.commit();
  });
  after(() => fed.close());

  const enter = (entry: Entry) => fed.enter(entry, START);

  async function pass(minute: number): Promise<void> {
    const at = START + minute * MINUTE;
    for (const { registration, feed, minute: own } of boats) {
      const isDown = feed === 1 && minute >= 24 * 60 && minute < 34 * 60;
      if (minute % 120 !== own || isDown) continue;
      const lat = 15 + own / 100 + minute / 60 / 100;
      await fed.apply(RecordType.bytes, at, nafRecord(registration, lat, 109, at), feed);
    }
    await fed.apply(RecordType.tick, at);
    if (minute === 29 * 60) {
      await fed.commit();
      await fed.restart();
    }
  }

  it('is one incident under the name of the feed, and its boats are accused of nothing, over a restart too', async () => {
    const alerts = await fed.store.alerts({ state: 'all', limit: 100 });
    expect(alerts.map(({ occurrence }) => `${occurrence.ruleId} ${occurrence.vesselId}`)).to.deep.equal([
      'outage provider:Vệ tinh',
    ]);
    const [{ occurrence, text }] = alerts as [(typeof alerts)[number]];
    expect(occurrence.state).to.equal('cleared');
    expect(occurrence.otherVesselIds).to.have.length(10);
    expect(text.vi).to.match(/^Vệ tinh không chuyển tín hiệu của 10 tàu/);
  });

  it('is known to a dry run, which accuses nobody of it either', async () => {
    const tried = (proposed: Rule[]) => dryRunStored(fed.store, { days: 7, rules: proposed }, START + 72 * 60 * MINUTE);
    const changed = rules.map((rule) => (rule.id === 'lost' ? { ...rule, version: 2, params: { hours: 5 } } : rule));
    expect((await tried(changed)).totals).to.include({ now: 0, proposed: 0 });
    // Without the rule that excuses them all ten were silent.
    const without = changed.filter(({ id }) => id !== 'outage');
    expect((await tried(without)).totals).to.include({ now: 0, proposed: 10 });
  });
});

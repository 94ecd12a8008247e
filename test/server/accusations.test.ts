/** A rule that would accuse every boat of a small fleet: refused with the count and the way out. */
import { expect } from 'chai';
import { closedSquare, closedZones } from './api-fixtures.ts';
import { type ApiProduct, nafRecord, startApi } from './api-product.ts';

describe('a rule for a fleet of a few', () => {
  let api: ApiProduct;
  let cookie: string;
  before(async () => {
    api = await startApi();
    cookie = await api.signIn('admin');
  });
  after(() => api.close());

  const set = (name: string, body: unknown): Promise<Response> =>
    api.fetch(`/api/v1/settings/${name}`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const setRule = (priority: number): Promise<Response> =>
    set('rules', [{ id: 'in', kind: 'zone-presence', priority, zones: ['round'] }]);

  it('is refused when it would accuse all of them, and says that it may log them', async () => {
    const key = `Bearer ${api.context.accounts.createKey('provider', ['positions:write'])}`;
    const boats = [0, 1, 2].map((n) => nafRecord(`BTh-9700${n}-TS`, 12 + n / 500, 110, Date.now() - 60_000));
    const sent = { method: 'POST', headers: { authorization: key }, body: boats.join('\r\n') };
    expect((await api.fetch('/api/v1/positions/naf', sent)).status).to.equal(200);
    const geometry = { type: 'Point', coordinates: [110, 12] };
    const round = { ...closedSquare, id: 'round', geometry, properties: { ...closedSquare.properties, radiusNm: 9 } };
    expect((await set('zones', { ...closedZones, features: [round] })).status).to.equal(200);
    const refused = await setRule(2);
    expect(refused.status).to.equal(400);
    const { error } = (await refused.json()) as { error: { vi: string; en: string } };
    expect(error.en).to.include('3 of 3 vessels now, all of them').and.include('set it at priority 4 (a log)');
    expect(error.vi).to.include('báo 3/3 tàu, tất cả các tàu').and.include('đặt mức ưu tiên 4 (chỉ ghi nhật ký)');
    expect((await setRule(4)).status).to.equal(200);
  });
});

/** The machine's own time zone means nothing: inside it is UTC, people read Vietnamese time, and the same journal says the same anywhere. */
import { expect } from 'chai';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';
import { nafRecord } from './api-product.ts';

const MINUTE = 60_000;
const ZONES = ['UTC', 'Asia/Ho_Chi_Minh', 'America/Los_Angeles', 'Pacific/Kiritimati'];

describe('the time zone of the machine', function () {
  this.timeout(120_000);
  const data = temporaryFolder();
  after(() => removeFolder(data));

  it('changes nothing in what is decoded, with and without a zone in the input', () => {
    const table = [
      'id,time,lat,lon',
      'QNa-91234-TS,2026-11-25 08:05:09,15.5,108.5',
      'QNa-91234-TS,25/11/2026 23:59,15.6,108.5',
      'QNa-91234-TS,2026-11-25T08:05:09+09:00,15.7,108.5',
      '',
    ].join('\n');
    const said = ZONES.map((TZ) => haidang(['decode', '--format', 'csv', '-'], table, { TZ }).out);
    expect(said[0]!.split('\n')).to.have.length(4);
    expect(new Set(said).size).to.equal(1);
  });

  it('changes nothing in alerts, their sentences and messages when the journal is worked out again', async () => {
    const product = await Product.start({ data, args: ['--no-demo'], env: { TZ: ZONES[2]! } });
    await product.signIn();
    const put = (name: string, json: unknown) => product.fetch(`/api/v1/settings/${name}`, { method: 'PUT', json });
    await put('contacts', [{ id: 'x', name: 'Trực ban', role: 'duty', email: 'truc@example.vn' }]);
    await put('routing', [{ rules: ['*'], roles: ['duty'], channels: ['email'] }]);
    const start = Date.now() - 200 * MINUTE;
    for (const [step, lat] of [16.9, 17.1, 17.3, 17.5, 17.7].entries())
      await product.fetch('/api/v1/positions/naf', {
        method: 'POST',
        body: nafRecord('QNa-91234-TS', lat, 108.9, start + step * 20 * MINUTE),
      });
    const kept = async (): Promise<boolean> =>
      (await product.get<{ deliveries: { state: string }[] }>('/api/v1/deliveries')).deliveries.some(
        ({ state }) => state === 'kept',
      );
    await until(kept);
    await product.stop();
    const whole = (): string =>
      ['alerts', 'deliveries', 'tracks']
        .map((what) => haidang(['export', what, '--data', data, '--json']).out)
        .join('');
    const before = whole();
    expect(before).to.contain('(GMT+7)');
    for (const TZ of ZONES) {
      const rebuilt = haidang(['store', 'rebuild', '--data', data, '--json'], undefined, { TZ });
      expect(rebuilt.code, `${TZ}: ${rebuilt.err}`).to.equal(0);
      expect(whole(), TZ).to.equal(before);
    }
  });
});

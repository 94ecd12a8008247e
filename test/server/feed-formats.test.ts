/** Settings say how formats are read that senders write differently: in the running product, and after a restart. */
import { expect } from 'chai';
import { haidang, Product, removeFolder, temporaryFolder, until } from '../product.ts';

interface Posted {
  accepted: number;
  error?: { en: string; vi: string };
}

interface Listed {
  registration?: string;
  deviceId?: string;
  latest?: { lon: number; lat: number };
}

describe('The formats document', () => {
  let data: string;
  let product: Product;
  let key: string;

  beforeEach(async () => {
    data = temporaryFolder();
    key = haidang(['key', 'create', '--data', data, '--name', 'test', '--scope', 'positions:write']).out.trim();
    product = await Product.start({ data, args: ['--no-demo'] });
    await product.signIn();
  });
  afterEach(async () => {
    await product.stop();
    removeFolder(data);
  });

  async function post(format: string, body: string): Promise<Posted> {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await product.fetch(`/api/v1/positions/${format}`, { method: 'POST', body, headers });
    return (await answer.json()) as Posted;
  }

  async function put(body: unknown): Promise<{ status: number; error?: { en: string; vi: string } }> {
    const answer = await product.fetch('/api/v1/settings/formats', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, ...((await answer.json()) as object) };
  }

  /** Where the vessel of this registration, or of this device, was last. */
  async function placed(identity: string): Promise<number[]> {
    let found: number[] = [];
    await until(async () => {
      const { vessels } = await product.get<{ vessels: Listed[] }>('/api/v1/vessels');
      const latest = vessels.find((one) => one.registration === identity || one.deviceId === identity)?.latest;
      found = latest ? [latest.lon, latest.lat] : [];
      return latest !== undefined;
    });
    return found;
  }

  const now = new Date(Date.now() - 3_600_000);
  const [day, time] = [now.toISOString().slice(0, 10), now.toISOString().slice(11, 19)];

  it('gives tables without headers their columns, also after a restart', async () => {
    const row = (boat: number): string => `QNa-9${boat}-TS;${day} ${time};15,5;109,25\n`;
    expect((await post('csv', row(1111))).accepted).to.equal(0);
    const columns = {
      header: false,
      columns: { registration: 1, time: 2, lat: 3, lon: 4 },
      timeZone: 'UTC',
      decimal: 'comma',
      delimiter: ';',
    };
    expect((await put([{ feed: 'POST /api/v1/positions/csv (test)', columns }])).status).to.equal(200);
    expect((await post('csv', row(2222))).accepted).to.equal(1);
    expect(await placed('QNa-92222-TS')).to.deep.equal([109.25, 15.5]);
    const { password } = product;
    await product.kill();
    product = await Product.start({ data, args: ['--no-demo'] });
    product.password = password;
    await product.signIn();
    expect((await post('csv', row(3333))).accepted).to.equal(1);
    expect(await placed('QNa-93333-TS')).to.deep.equal([109.25, 15.5]);
  });

  it('gives the messages of notice 1008 the layout of a provider', async () => {
    const [year, month, date] = day.split('-');
    const [hour, minute, second] = time.split(':');
    const record = `1,7,QNa-94444-TS,${hour}${minute}${second},A,15.5,N,109.25,E,8.2,90,${year!.slice(2)}${month}${date}\n`;
    expect((await post('vn1008', record)).accepted).to.equal(0);
    const layout = { coordinates: 'dd.dddd', date: 'yymmdd' };
    expect((await put([{ vn1008: layout }])).status).to.equal(200);
    expect((await post('vn1008', record)).accepted).to.equal(1);
    expect(await placed('QNa-94444-TS')).to.deep.equal([109.25, 15.5]);
  });

  it('is refused in one sentence that says where it is wrong', async () => {
    const refused = await put([{ columns: { columns: { lat: 1 }, timeZone: 'Hà Nội' } }]);
    expect(refused.status).to.equal(400);
    expect(refused.error?.en).to.contain('[0].columns.timeZone').and.contain('time zone');
    expect(refused.error?.vi).to.contain('múi giờ');
    expect((await put([{ sbd: [{ name: '' }] }])).error?.en)
      .to.contain('[0].sbd')
      .and.contain('codecs[0]');
    expect((await put([{ format: 'csv' }])).status).to.equal(400);
    const field = { name: 'lat', bits: 8 };
    const parts = [{ field: 'mref' }, { field: 'id' }];
    const sos = (more: object) => ({ vn1008: { kinds: { sos: { mref: ['9'], parts, ...more } } } });
    const strange: [object, string][] = [
      [{ sbd: [{ name: 'a', fields: [field], imeis: ['300'] }] }, 'codecs[0]: imeis'],
      [{ sbd: [{ name: 'a', fields: [{ ...field, bit: 1 }] }] }, 'fields[0]: bit'],
      [{ vn1008: { seperator: ';' } }, '“seperator”'],
      [sos({ mrefs: ['9'] }), '[0].vn1008.kinds.sos”: there is nothing called “mrefs”'],
      [sos({ parts: [...parts, { literal: '*', width: 1 }] }), 'parts[2]”: there is nothing called “width”'],
      [sos({ parts: [parts[0], { field: 'id', widht: 8 }] }), 'parts[1]”: there is nothing called “widht”'],
    ];
    for (const [format, words] of strange) expect((await put([format])).error?.en).to.contain(words);
    expect((await product.get<{ body: unknown[] }>('/api/v1/settings/formats')).body).to.deep.equal([]);
  });
});

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcp } from 'node:net';
import { expect } from 'chai';
import { encodeFlux, isoTime } from '../../../decoders/index.ts';
import type { FluxMessage } from '../../../decoders/vms/flux.ts';
import type { ShownReceiver } from '../../../server/api/answers/forwarding.ts';
import { forwardConfig } from '../../../server/forward/config.ts';
import { forwardAll } from '../../../server/forward/forwarder.ts';
import { ForwardMarks } from '../../../server/forward/marks.ts';
import { shownReceivers } from '../../../server/forward/view.ts';
import { type ApiProduct, nafRecord, startApi, until } from '../api-product.ts';
import { BOAT, decoded, MINUTE, Partner } from './partner.ts';

const DAY = 24 * 60 * MINUTE;

describe('forwarding positions', () => {
  let api: ApiProduct;
  let key: Record<string, string>;
  let partner: Partner;
  let url: string;
  let minute = 0;
  let now = Date.now();
  let start = 0;

  before(async () => {
    start = Date.now() - 300 * MINUTE;
    api = await startApi();
    key = { authorization: `Bearer ${api.context.accounts.createKey('p', ['positions:write'])}` };
    const boat = { lengthM: 17, flag: 'VNM' as const };
    await api.context.room.register(
      [
        { registration: BOAT, name: 'Biển <Đông> & "1"', province: 'Quảng Nam', ...boat },
        { registration: 'QNa-95555-TS', province: 'Quảng Ngãi', ...boat },
      ],
      'test',
    );
  });
  beforeEach(async () => {
    partner = new Partner();
    url = await partner.open();
    now = Date.now();
  });
  afterEach(() => partner.close());
  after(() => api.close());

  /** A position a minute after the last; stored when this resolves. */
  const position = async (registration = BOAT, at = start + ++minute * MINUTE): Promise<string> => {
    const body = nafRecord(registration, 15.5, 109.25, at);
    const answer = await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: key, body });
    expect(answer.status).to.equal(200);
    const time = Math.floor(at / MINUTE) * MINUTE;
    const { store } = api.context;
    await until(async () => {
      const vessel = (await store.vessels({ limit: 10 })).find((one) => one.registration === registration);
      return (await store.track(vessel!.id, time, time)).length === 1;
    });
    return isoTime(time);
  };
  const run = async (receivers: object[], more: object = {}): Promise<string | undefined> => {
    const config = forwardConfig.parse({ receivers: receivers.map((one) => ({ allowPrivate: true, ...one })) });
    const marks = new ForwardMarks(api.context.dataFolder);
    try {
      await forwardAll({ config, store: api.context.store, marks, clock: () => now, ...more });
      return undefined;
    } catch (error) {
      return String(error);
    } finally {
      marks.close();
    }
  };
  const shown = (receiver: object): ShownReceiver =>
    shownReceivers(api.context.dataFolder, forwardConfig.parse({ receivers: [receiver] }).receivers)[0]!;

  it('sends each position of the chosen vessels once, from when a receiver was named on', async () => {
    await position();
    const naf = { id: 'naf-1', format: 'naf', url, from: 'VNM', to: 'XNE', provinces: ['Quảng Nam'] };
    now = Date.now() + 1;
    expect(await run([naf])).to.equal(undefined);
    expect(partner.bodies).to.deep.equal([]);
    const times = [await position(), await position()];
    await position('QNa-95555-TS');
    expect(await run([naf])).to.equal(undefined);
    expect(await run([naf])).to.equal(undefined);
    expect(partner.times('naf')).to.deep.equal(times);
    const [message] = decoded('naf', partner.bodies[0]!);
    expect(message).to.deep.include({
      registration: BOAT,
      lat: 15.5,
      lon: 109.25,
      speed: 8,
      course: 90,
      from: 'VNM',
      to: 'XNE',
    });
    expect(shown(naf)).to.include({ state: 'good', sent: 2, waiting: 0, refused: 0 });
    expect(JSON.stringify(shown(naf))).not.to.contain('secret-path');
  });

  it('waits while a receiver is away, tries again later and later, and then sends all in order', async () => {
    const naf = { id: 'naf-2', format: 'naf', url };
    await run([naf]);
    partner.answer = () => 503;
    const times = [await position()];
    expect(await run([naf])).to.contain('naf-2: HTTP 503 said');
    times.push(await position());
    partner.answer = () => 200;
    expect(await run([naf]), 'too early').to.equal(undefined);
    expect(shown(naf)).to.include({ state: 'failing', waiting: 2, sent: 0, why: 'HTTP 503 said' });
    now += 15_000;
    expect(await run([naf])).to.equal(undefined);
    expect(partner.times('naf')).to.deep.equal(times);
    expect(shown(naf)).to.include({ state: 'good', waiting: 0, sent: 2 });
    expect(shown(naf)).not.to.have.property('nextTryAt');
  });

  it('leaves out what a receiver refuses for good, and nothing else', async () => {
    const naf = { id: 'naf-3', format: 'naf', url };
    await run([naf]);
    const [one, bad, other] = [await position(), await position(), await position()];
    const clock = bad!.slice(11, 16).replace(':', '');
    partner.answer = (body) => (body.includes(`//TI/${clock}//`) ? 400 : 200);
    expect(await run([naf])).to.equal(undefined);
    expect(partner.times('naf')).to.deep.equal([one, other]);
    expect(shown(naf)).to.include({ sent: 2, refused: 1, waiting: 0 });
  });

  it('sends what came late when it looks at all', async () => {
    const naf = { id: 'naf-4', format: 'naf', url };
    await run([naf]);
    const newest = await position();
    await run([naf]);
    const late = await position(BOAT, start - 60 * MINUTE);
    await run([naf]);
    expect(partner.times('naf')).to.deep.equal([newest]);
    now += 10 * MINUTE;
    await run([naf]);
    expect(partner.times('naf')).to.deep.equal([newest, late]);
  });

  it('counts what lay too far back when it could be sent, once, and sends the rest', async () => {
    const naf = { id: 'naf-5', format: 'naf', url };
    await run([naf]);
    partner.answer = () => 503;
    const tooOld = Date.now() - 6 * DAY;
    await position(BOAT, tooOld);
    await position(BOAT, tooOld + MINUTE);
    const fresh = await position();
    expect(await run([naf])).to.contain('503');
    expect(shown(naf)).to.include({ waiting: 3, missed: 0 });
    partner.answer = () => 200;
    now += 2 * DAY;
    for (let again = 0; again < 3; again++, now += 2 * DAY) expect(await run([naf])).to.equal(undefined);
    expect(partner.times('naf')).to.deep.equal([fresh]);
    expect(shown(naf)).to.include({ sent: 1, missed: 2, waiting: 0, state: 'good' });
    expect(shown(naf).lastMissedAt).to.equal(now - 6 * DAY);
  });

  it('counts what the mark is about to pass over, also when it has just looked back', async () => {
    const boat = 'QNa-97777-TS';
    await api.context.room.register([{ registration: boat, lengthM: 17, flag: 'VNM' }], 'test');
    const naf = { id: 'naf-7', format: 'naf', url, registrations: [boat] };
    const real = now;
    now = real - 6.5 * DAY;
    await run([naf]);
    now = real;
    partner.answer = () => 503;
    await position(boat, real - 6.9 * DAY);
    const fresh = await position(boat);
    expect(await run([naf])).to.contain('503');
    expect(shown(naf)).to.include({ waiting: 2, missed: 0 });
    partner.answer = () => 200;
    now = real + 0.6 * DAY;
    await run([naf]);
    expect(partner.times('naf')).to.deep.equal([fresh]);
    expect(shown(naf)).to.include({ sent: 1, missed: 1 });
  });

  it('counts what came to us too late to be sent, when it looks back', async () => {
    const naf = { id: 'naf-6', format: 'naf', url };
    await run([naf]);
    await position(BOAT, Date.now() - 8 * DAY);
    now += DAY - MINUTE;
    await run([naf]);
    expect(shown(naf)).to.include({ sent: 0, missed: 0 });
    now += MINUTE;
    await run([naf]);
    expect(shown(naf)).to.include({ sent: 0, missed: 1, state: 'not-yet' });
    const fresh = await position();
    await run([naf]);
    now += 2 * DAY;
    await run([naf]);
    expect(partner.times('naf')).to.deep.equal([fresh]);
    expect(shown(naf)).to.include({ sent: 1, missed: 1 });
  });

  it('repeats what it cannot know to have arrived, as the same message', async () => {
    const flux = { id: 'flux-1', format: 'flux', url, from: 'VNM', headers: { authorization: 'Bearer x' } };
    await run([flux]);
    const time = await position();
    const sent: string[] = [];
    const send = async (_receiver: unknown, body: string): Promise<void> => {
      sent.push(body);
      throw new Error('killed between the answer and the mark');
    };
    expect(await run([flux], { send })).to.contain('killed');
    expect(await run([flux])).to.equal(undefined);
    const [first] = decoded('flux', sent[0]!) as FluxMessage[];
    const [again] = decoded('flux', partner.bodies[0]!) as FluxMessage[];
    expect(again!.document_id)
      .to.equal(first!.document_id)
      .and.match(/^[0-9a-f-]{36}$/);
    expect(again).to.deep.include({
      time,
      registration: BOAT,
      name: 'Biển <Đông> & "1"',
      flag: 'VNM',
      purpose: '9',
      speed: 8,
    });
    expect(partner.headers[0]).to.include({
      authorization: 'Bearer x',
      'content-type': 'application/xml; charset=utf-8',
    });
  });

  it('goes by TCP and, to tablets, by UDP, and into no private network unless that is allowed', async () => {
    let heard = '';
    const tcp = createTcp((socket) => socket.on('data', (chunk) => (heard += chunk.toString())));
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const udp = createSocket('udp4');
    const events: string[] = [];
    udp.on('message', (message) => events.push(message.toString()));
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const naf = { id: 'tcp-1', format: 'naf', url: `tcp://127.0.0.1:${(tcp.address() as AddressInfo).port}` };
    const cot = { id: 'cot-1', format: 'cot', url: `udp://127.0.0.1:${udp.address().port}`, staleMinutes: 60 };
    const closed = { id: 'tcp-2', format: 'naf', url: naf.url, allowPrivate: false };
    const closedHttp = { id: 'http-2', format: 'naf', url, allowPrivate: false };
    await run([naf, cot, closed, closedHttp]);
    const time = await position();
    const why = await run([naf, cot, closed, closedHttp]);
    expect(why).to.contain('tcp-2: 127.0.0.1 lies in a private network').and.not.contain('tcp-1');
    expect(shown(closedHttp), 'a wrong setting loses nothing').to.include({ sent: 0, refused: 0, waiting: 1 });
    expect(partner.bodies).to.deep.equal([]);
    await until(() => events.length === 1 && heard !== '');
    expect(decoded('naf', heard).map((one) => one.time)).to.deep.equal([time]);
    expect(events[0]).to.match(/^<event version="2.0" uid="haidang-[^"]+" type="a-n-S-X-F" how="m-g"/);
    expect(events[0]).to.contain('lat="15.500000" lon="109.250000"').and.contain('speed="4.12"').and.contain(BOAT);
    expect(events[0]).to.contain(`stale="${new Date(Date.parse(time) + 60 * MINUTE).toISOString()}"`);
    tcp.close();
    udp.close();
  });

  it('gives tablets the newest positions of whom they may see, on record', async () => {
    const { accounts, store } = api.context;
    await accounts.addUser('chu-tau', 'một mật khẩu rất dài', ['owner']);
    accounts.setAccess('chu-tau', { roles: ['owner'], vessels: ['QNa-95555-TS'] });
    const { token } = await accounts.signIn('chu-tau', 'một mật khẩu rất dài', '::1');
    const all = await api.fetch('/api/v1/positions.cot', { headers: { cookie: await api.signIn('viewer') } });
    expect((await all.text()).match(/<event /g)).to.have.length(3);
    const own = await api.fetch('/api/v1/positions.cot', { headers: { cookie: `haidang_session=${token}` } });
    expect(await own.text())
      .to.contain('QNa-95555-TS')
      .and.not.contain(BOAT);
    const acts = await store.acts({ limit: 50 });
    expect(
      acts.some(({ kind, subject, by }) => kind === 'exported' && subject === 'positions' && by === 'chu-tau'),
    ).to.equal(true);
  });

  it('writes FLUX that its own decoder reads, whatever a boat is called', () => {
    const positions = [
      { time: '2026-11-26T03:00:00Z', lat: 15.123456, lon: -109.5, speed: 7.25, course: 359.7 },
      { time: '2026-11-26T04:00:00Z', lat: -1, lon: 109 },
    ];
    const name = ']]><x a="1">&\u0000\uFFFF';
    const text = encodeFlux({
      id: 'a',
      created: '2026-11-26T05:00:00Z',
      name,
      ids: { IRCS: 'XV<1', UVI: undefined },
      positions,
    });
    const [one, other] = decoded('flux', text) as FluxMessage[];
    expect(one).to.deep.include({ lat: 15.123456, lon: -109.5, speed: 7.3, course: 0, callsign: 'XV<1' });
    expect(one!.name).to.equal(']]><x a="1">&');
    expect(other).to.include({ lat: -1, lon: 109 });
    expect(other!.speed).to.equal(undefined);
    expect(one!.ids).to.deep.equal({ IRCS: 'XV<1' });
  });
});

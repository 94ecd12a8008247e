/** The stream for programs of partners: what is known, what comes, resumed where it was cut, ended when it may no more. */
import { expect } from 'chai';
import { EventStream, helloOf } from '../../../server/live/stream.ts';
import type { Act } from '../../../server/models/entry.ts';
import { closedZones, noEntry } from '../api-fixtures.ts';
import { type ApiProduct, nafRecord, startApi } from '../api-product.ts';

const MINUTE = 60_000;

interface Heard {
  id?: string;
  event: string;
  data: Record<string, unknown>[];
}

describe('the stream for partners', () => {
  let api: ApiProduct;
  let key: string;
  const streams: AbortController[] = [];
  const start = Date.now() - 60 * MINUTE;

  before(async () => {
    api = await startApi();
    key = `Bearer ${api.context.accounts.createKey('partner', ['read', 'positions:write', 'settings:write'])}`;
    for (const [name, body] of [
      ['zones', closedZones],
      ['rules', [noEntry]],
    ] as const) {
      const headers = { authorization: key, 'content-type': 'application/json' };
      await api.fetch(`/api/v1/settings/${name}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    }
    await report(107.9, 0);
  });
  after(async () => {
    for (const one of streams) one.abort();
    await api.close();
  });

  async function report(lon: number, minute: number): Promise<void> {
    const body = nafRecord('QNa-91111-TS', 15.5, lon, start + minute * MINUTE);
    const answer = await api.fetch('/api/v1/positions/naf', { method: 'POST', headers: { authorization: key }, body });
    expect(answer.status).to.equal(200);
  }

  async function open(lastEventId?: string): Promise<{ status: number; next(): Promise<Heard> }> {
    const control = new AbortController();
    streams.push(control);
    const headers = { authorization: key, ...(lastEventId && { 'last-event-id': lastEventId }) };
    const { status, body } = await fetch(`${api.url}/api/v1/stream`, { headers, signal: control.signal });
    const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const next = async (): Promise<Heard> => {
      for (;;) {
        const end = text.indexOf('\n\n');
        if (end < 0) {
          text += (await reader.read()).value ?? '';
          continue;
        }
        const lines = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        if (field('event')) return { id: field('id'), event: field('event')!, data: JSON.parse(field('data')!) };
      }
    };
    return { status, next };
  }

  it('has on record who watches', async () => {
    const stream = await open('12');
    expect(stream.status).to.equal(200);
    await stream.next();
    const admin = await api.signIn('admin');
    const answer = await api.fetch('/api/v1/acts?kind=exported', { headers: { cookie: admin } });
    const { acts } = (await answer.json()) as { acts: Act[] };
    expect(acts[0]?.by).to.contain('partner');
    expect(acts[0]).to.deep.include({ subject: 'stream', details: { after: '12', address: '127.0.0.1' } });
  });

  it('tells what is known, then what comes, and goes on where it was cut', async () => {
    const first = await open();
    const known = await first.next();
    expect(known.event).to.equal('positions');
    expect(known.data[0]).to.include({ label: 'QNa-91111-TS', lon: 107.9, lat: 15.5, speedKn: 8, source: 'vms' });
    await report(108.2, 30);
    // What was committed since the last frame is in the picture already, and comes once more with the next one.
    let came = await first.next();
    if (came.data[0]!.lon === 107.9) came = await first.next();
    expect(came.data[0]).to.include({ vesselId: known.data[0]!.vesselId, lon: 108.2 });
    const alert = await first.next();
    expect(alert).to.include({ event: 'alerts' });
    const again = await open(known.id);
    const missed = [await again.next(), await again.next()];
    expect(missed.map(({ event }) => event)).to.deep.equal(['positions', 'alerts']);
    expect(missed[0]!.data.map(({ lon }) => lon)).to.deep.equal([108.2]);
    expect(missed[1]!.data[0]!.id).to.equal(alert.data[0]!.id);
  });

  it('opens no more of them than a key may have', async () => {
    const opened = [];
    for (let n = 0; n < 5; n += 1) opened.push((await open()).status);
    expect(opened).to.include(429);
  });

  it('says why it ends for whoever reads too slowly, and writes nothing behind it', () => {
    const said: string[] = [];
    const sink = {
      write: (text: string) => said.push(text) > 0,
      end: (text: string) => void said.push(text),
      writableLength: 1,
    };
    const stream = new EventStream(sink, () => undefined, Date.now);
    stream.disconnect();
    stream.disconnect();
    expect(said).to.deep.equal(['event: end\ndata: {"reason":"slow"}\n\n']);
  });

  it('takes no other word for a place to go on from', () => {
    expect(helloOf('a-b:3:4')).to.deep.equal({ epoch: 'a-b', seq: 3, alertSeq: 4 });
    for (const text of [undefined, '', 'a', 'a:b:c', 'a:1', `a:${'9'.repeat(99)}:1`])
      expect(helloOf(text)).to.deep.equal({});
  });
});

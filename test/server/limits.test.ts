/** How much one caller may ask, and guess: by address, by key, over HTTP and over the socket. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import express from 'express';
import fc from 'fast-check';
import { io } from 'socket.io-client';
import { errorHandler } from '../../server/api/error-handler.ts';
import { refusalLimit } from '../../server/api/limits.ts';
import { usualLimits } from '../../server/api/limits-config.ts';
import { callerAddress, callerGroup } from '../../server/auth/caller.ts';
import { GUESS_WINDOW_MS, Guesses } from '../../server/auth/guesses.ts';
import { catalogue, HaidangError } from '../../server/errors.ts';
import { type ApiProduct, passwords, startApi } from './api-product.ts';

const json = { 'content-type': 'application/json' };

describe('limits', () => {
  let api: ApiProduct;
  before(async () => {
    api = await startApi(undefined, {
      trustedProxies: 1,
      limits: { ...usualLimits, requestsPerMinute: 20, keyRequestsPerMinute: 30, guesses: 30 },
    });
  });
  after(() => api.close());

  const from = (address: string, more: Record<string, string> = {}) => ({
    headers: { 'x-forwarded-for': address, ...more },
  });
  const codeOf = async (answer: Response): Promise<string> =>
    ((await answer.json()) as { error: { code: string } }).error.code;
  const signIn = (password: string, address: string): Promise<Response> =>
    api.fetch('/api/v1/session', {
      method: 'POST',
      ...from(address, json),
      body: JSON.stringify({ user: 'admin', password }),
    });
  const limited = async (limit: string): Promise<number> => {
    const key = `Bearer ${api.context.accounts.createKey('m', ['metrics'])}`;
    const text = await (await fetch(`${api.url}/metrics`, from('192.0.2.99', { authorization: key }))).text();
    return Number(new RegExp(`haidang_requests_limited_total\\{limit="${limit}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
  };
  /** What the handshake is answered with. */
  const listen = (address: string, headers: Record<string, string>): Promise<string> =>
    new Promise((resolve) => {
      const extraHeaders = { 'x-forwarded-for': address, ...headers };
      const socket = io(`${api.url}/live`, { transports: ['websocket'], reconnection: false, extraHeaders });
      const end = (said: string): void => {
        socket.close();
        resolve(said);
      };
      socket.on('connect', () => end('connected'));
      socket.on('connect_error', (error) => end(error.message));
    });

  it('hold an address to so many requests a minute, say how long to wait, count it, and hold no other', async () => {
    const asked = await Promise.all(
      Array.from({ length: 25 }, () => api.fetch('/api/v1/openapi.json', from('192.0.2.1'))),
    );
    const over = asked.filter(({ status }) => status === 429);
    expect(over).to.have.length(5);
    expect(Number(over[0]!.headers.get('retry-after'))).to.be.within(1, 60);
    expect(await codeOf(over[0]!)).to.equal('too-many-requests');
    expect((await api.fetch('/api/v1/openapi.json', from('192.0.2.2'))).status).to.equal(401);
    expect(await limited('address')).to.equal(5);
  });

  it('count what is refused for what it was, by the code of the answer and nothing that was sent', async () => {
    const refused = async (): Promise<Map<string, number>> => {
      const key = `Bearer ${api.context.accounts.createKey('m', ['metrics'])}`;
      const text = await (await fetch(`${api.url}/metrics`, from('192.0.2.98', { authorization: key }))).text();
      const counts = text.matchAll(/^haidang_requests_refused_total\{code="([^"]+)"\} (\d+)$/gm);
      return new Map([...counts].map(([, code, count]) => [code!, Number(count)]));
    };
    const before = await refused();
    const ask = (headers: Record<string, string>, init: RequestInit = {}) =>
      api.fetch('/api/v1/session', { method: 'POST', ...from('192.0.2.97', { ...json, ...headers }), ...init });
    expect((await ask({ origin: 'https://evil.example' }, { body: '{}' })).status).to.equal(403);
    expect((await ask({}, { body: '<script>' })).status).to.equal(400);
    expect((await ask({}, { body: '{"user":"x"}' })).status).to.equal(400);
    const after = await refused();
    const grown = (code: string): number => (after.get(code) ?? 0) - (before.get(code) ?? 0);
    expect([grown('cross-site'), grown('body-invalid')]).to.deep.equal([1, 2]);
    expect([...after.keys()].every((code) => code in catalogue)).to.equal(true);
  });

  it('hold a key to its own number or the usual one, from whatever address, positions included', async () => {
    const { accounts } = api.context;
    const few = `Bearer ${accounts.createKey('few', ['positions:write'], [], 3)}`;
    const usual = `Bearer ${accounts.createKey('usual', ['positions:write'])}`;
    const send = async (authorization: string, times: number): Promise<number[]> => {
      const answers = [];
      for (let n = 0; n < times; n += 1) {
        const init = { method: 'POST', body: '//SR//ER//', ...from(`198.51.100.${n}`, { authorization }) };
        answers.push((await api.fetch('/api/v1/positions/naf', init)).status);
      }
      return answers;
    };
    expect((await send(few, 5)).map((status) => status === 429)).to.deep.equal([false, false, false, true, true]);
    expect((await send(usual, 31)).filter((status) => status === 429)).to.have.length(1);
    expect(await limited('key')).to.equal(3);
  });

  it('hold an address to so many refusals a minute, whatever else it is answered meanwhile', async () => {
    const app = express();
    app.use(refusalLimit());
    app.get('/:status', (request, response) => void response.sendStatus(Number(request.params.status)));
    app.use(
      errorHandler(
        { error: () => {} },
        () => {},
        () => {},
      ),
    );
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ask = async (status: number): Promise<number> => (await fetch(`http://127.0.0.1:${port}/${status}`)).status;
    for (let n = 0; n < 310; n++) expect(await ask(200)).to.equal(200);
    for (let n = 0; n < 300; n++) expect(await ask(403)).to.equal(403);
    expect([await ask(403), await ask(200)]).to.deep.equal([429, 429]);
    server.close();
  });

  it('count guesses of passwords, keys and sessions of one address together, over HTTP and the socket', async () => {
    const guesser = '203.0.113.7';
    const good = await api.signIn('admin');
    for (let n = 0; n < 2; n += 1) expect((await signIn(`sai ${n}`, guesser)).status).to.equal(401);
    for (let n = 0; n < 5; n += 1) {
      const answer = await api.fetch('/api/v1/session', from(guesser, { authorization: `Bearer hd_guess${n}` }));
      expect(answer.status).to.equal(401);
    }
    for (let n = 0; n < 5; n += 1)
      expect(await listen(guesser, { cookie: `haidang_session=guess${n}` })).to.equal('sign-in');
    // The budget of 30 is spent: 2 × 10 + 5 + 5.
    expect(await listen(guesser, { cookie: 'haidang_session=guess' })).to.equal('too-many-attempts');
    const key = await api.fetch('/api/v1/session', from(guesser, { authorization: 'Bearer hd_guess' }));
    expect([key.status, await codeOf(key)]).to.deep.equal([429, 'too-many-attempts']);
    expect(Number(key.headers.get('retry-after'))).to.be.within(1, GUESS_WINDOW_MS / 1000);
    const right = await signIn(passwords.admin, guesser);
    expect([right.status, await codeOf(right)]).to.deep.equal([429, 'too-many-attempts']);
    expect(await limited('guesses')).to.equal(3);
    // Who is known goes on working from the same address; others come in from elsewhere.
    expect((await api.fetch('/api/v1/session', from(guesser, { cookie: good }))).status).to.equal(200);
    expect(await listen(guesser, { cookie: good })).to.equal('connected');
    expect((await signIn(passwords.viewer, '203.0.113.8')).status).to.equal(401);
  });
});

describe('guesses', () => {
  let now = 0;
  const codeOf = (check: () => void): string | undefined => {
    try {
      check();
    } catch (error) {
      return (error as HaidangError).code;
    }
    return undefined;
  };

  it('are forgiven after five minutes, and what was right costs nothing', async () => {
    const guesses = new Guesses(30, () => now);
    for (let n = 0; n < 50; n += 1) await guesses.guard('a', async () => 'right');
    const wrong = async (): Promise<never> => {
      throw new HaidangError('sign-in-failed');
    };
    for (let n = 0; n < 3; n += 1) await guesses.guard('a', wrong).catch(() => {});
    expect(codeOf(() => guesses.check('a'))).to.equal('too-many-attempts');
    expect(codeOf(() => guesses.check('b'))).to.equal(undefined);
    now += GUESS_WINDOW_MS;
    expect(codeOf(() => guesses.check('a'))).to.equal(undefined);
  });

  it('gain nothing by being many at once', async () => {
    const guesses = new Guesses(30, () => now);
    let looked = 0;
    const look = async (): Promise<never> => {
      looked += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw new HaidangError('sign-in-failed');
    };
    await Promise.all(Array.from({ length: 40 }, () => guesses.guard('a', look).catch(() => {})));
    expect(looked).to.equal(3);
  });

  it('remember a bounded number of addresses', () => {
    const guesses = new Guesses(10, () => now);
    guesses.count('first', 'password');
    for (let n = 0; n < 10_000; n += 1) guesses.count(`a${n}`, 'token');
    expect(codeOf(() => guesses.check('first'))).to.equal(undefined);
  });

  it('of an IPv6 network count as one caller', () => {
    expect(callerGroup('2001:db8:1:2:aaaa::1')).to.equal(callerGroup('2001:0db8:0001:0002::'));
    expect(callerGroup('2001:db8:1:3::1')).not.to.equal(callerGroup('2001:db8:1:2::1'));
    expect(callerGroup('::ffff:203.0.113.7')).to.equal('203.0.113.7');
    fc.assert(fc.property(fc.ipV6(), (address) => void expect(callerGroup(address).split(':')).to.have.length(4)));
  });

  it('come from where the trusted proxies say, and from nowhere that the caller says', () => {
    const forged = { 'x-forwarded-for': '1.1.1.1, 203.0.113.7' };
    expect(callerAddress(forged, '10.0.0.1', 0)).to.equal('10.0.0.1');
    expect(callerAddress(forged, '10.0.0.1', 1)).to.equal('203.0.113.7');
    expect(callerAddress({}, '10.0.0.1', 1)).to.equal('10.0.0.1');
  });
});

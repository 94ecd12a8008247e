import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { Frame, Snapshot } from '../../server/live/protocol.ts';
import { readMessage } from '../../web/live/columns.ts';
import { type ApiProduct, nafRecord, startApi } from './api-product.ts';

describe('live socket', () => {
  let api: ApiProduct;
  const sockets: Socket[] = [];
  before(async () => {
    api = await startApi();
  });
  after(async () => {
    for (const socket of sockets) socket.close();
    await api.close();
  });

  function connect(extraHeaders: Record<string, string>): Socket {
    const socket = io(`${api.url}/live`, {
      transports: ['websocket'],
      extraHeaders,
      reconnection: false,
      forceNew: true,
    });
    sockets.push(socket);
    return socket;
  }

  function heard<T>(socket: Socket, event: string): Promise<T> {
    return new Promise((resolve) => socket.once(event, resolve));
  }

  it('lets nobody in without a session, nor another site with one', async () => {
    expect((await heard<Error>(connect({}), 'connect_error')).message).to.equal('sign-in');
    const cookie = await api.signIn('viewer');
    const stranger = connect({ cookie, origin: 'https://evil.example' });
    expect((await heard<Error>(stranger, 'connect_error')).message).not.to.equal('');
    expect(stranger.connected).to.equal(false);
  });

  it('hangs up at once on whoever an administrator signs out', async () => {
    const socket = connect({ cookie: await api.signIn('viewer') });
    await heard(socket, 'connect');
    const headers = { cookie: await api.signIn('admin') };
    await api.fetch('/api/v1/users/viewer/sessions/end', { method: 'POST', headers });
    // Long before it is asked for its session again: by the time that somebody else has come in.
    await heard(connect(headers), 'connect');
    expect(socket.connected).to.equal(false);
  });

  it('answers hello with the picture and then shows what comes in', async () => {
    const socket = connect({ cookie: await api.signIn('viewer') });
    await heard(socket, 'connect');
    socket.emit('hello', {});
    const snapshot = readMessage<Snapshot>(await heard<Uint8Array>(socket, 'snapshot'));
    expect(snapshot.status.demo).to.equal(true);
    const moved = new Promise<Frame>((resolve) => {
      socket.on('frame', (sent: Uint8Array) => {
        const frame = readMessage<Frame>(sent);
        if (frame.positions.length > 0) resolve(frame);
      });
    });
    const key = api.context.accounts.createKey('provider', ['positions:write']);
    const record = nafRecord('QNa-91777-TS', 15.5, 108.25, Date.now() - 60_000);
    await api.fetch('/api/v1/positions/naf', {
      method: 'POST',
      body: record,
      headers: { authorization: `Bearer ${key}` },
    });
    const frame = await moved;
    expect(frame.epoch).to.equal(snapshot.epoch);
    expect(frame.identities[0]!.registration).to.equal('QNa-91777-TS');
    expect(frame.positions[0]!.slice(1, 3)).to.deep.equal([10_825_000, 1_550_000]);
  });

  it('hangs up on whoever says something else', async () => {
    const socket = connect({ cookie: await api.signIn('viewer') });
    await heard(socket, 'connect');
    socket.emit('hello', { seq: 'seven' });
    await heard(socket, 'disconnect');
    expect(socket.connected).to.equal(false);
  });

  it('hangs up on whoever looks at what is no place, names a crowd, or turns without end', async () => {
    const cookie = await api.signIn('viewer');
    const crowd = Array.from({ length: 25 }, (_, n) => `v${n}`);
    const turns = Array.from({ length: 91 }, () => ({ box: [0, 0, 1, 1] }));
    for (const views of [[{ box: [1, 2, 3] }], [{ vessels: crowd }], turns]) {
      const socket = connect({ cookie });
      await heard(socket, 'connect');
      for (const view of views) socket.emit('view', view);
      await heard(socket, 'disconnect');
    }
  });

  it('hangs up on whoever says hello without end', async () => {
    const socket = connect({ cookie: await api.signIn('viewer') });
    await heard(socket, 'connect');
    for (let n = 0; n < 61; n += 1) socket.emit('hello', {});
    await heard(socket, 'disconnect');
  });
});

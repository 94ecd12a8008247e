/** What a request is told when a database file cannot be written: what helps, not that something failed inside. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect } from 'chai';
import express from 'express';
import { errorHandler } from '../../server/api/error-handler.ts';

describe('what goes wrong in a request', () => {
  async function answerTo(act: () => void): Promise<{ status: number; code: string; vi: string; logged: number }> {
    let logged = 0;
    const app = express();
    app.get('/', () => act());
    const ignored = () => {};
    app.use(errorHandler({ error: () => logged++ }, ignored, ignored));
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const { error } = (await answer.json()) as { error: { code: string; vi: string } };
      return { status: answer.status, ...error, logged };
    } finally {
      server.close();
    }
  }

  it('says that the disk is full, as SQLite does', async () => {
    const db = new DatabaseSync(':memory:');
    db.exec('CREATE TABLE session (token TEXT); PRAGMA max_page_count = 2');
    const insert = db.prepare('INSERT INTO session VALUES (?)');
    const answer = await answerTo(() => {
      for (;;) insert.run('x'.repeat(1000));
    });
    db.close();
    expect(answer).to.include({ status: 503, code: 'not-writable', logged: 0 });
    expect(answer.vi).to.contain('đĩa đã đầy');
  });

  it('says no more than a reference of what is ours to mend', async () => {
    const answer = await answerTo(() => {
      throw new TypeError('a secret of the inside');
    });
    expect(answer).to.include({ status: 500, code: 'internal', logged: 1 });
    expect(answer.vi).not.to.contain('secret');
  });
});

/** Runs the storm: the product as a child, boats inside the boundary, then one post that has all of them outside. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MailSink } from './mail-sink.ts';

export interface Storm {
  alerts: number;
  /** Messages as the routing table asks for them, before any is grouped. */
  deliveries: number;
  /** Mails and SMS that were handed over. */
  mails: number;
  sms: number;
  /** Seconds from the post of the positions. */
  answeredAfter: number;
  storedAfter: number;
  firstMailAfter: number;
  lastMailAfter: number;
}

const roles = ['duty', 'surveillance', 'border-station', 'border-command', 'port', 'centre', 'department'];
const minute = 60_000;
/** Inside and outside of the boundary that the product ships, on 108.9° E; the last but one is already out. */
const lats = [16.9, 16.98, 17.06, 17.2];
const lastLat = 17.26;
const boatsAtOnce = 5000;
const registryAtOnce = 5000;
const pollMs = 100;

/** Beside the built program. */
const bin = (): string => fileURLToPath(new URL('../bin/haidang.js', import.meta.url));

export async function measure(alerts: number): Promise<Storm> {
  const data = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
  const sink = new MailSink();
  let product: Running | undefined;
  try {
    const port = await sink.listen();
    const config = join(data, 'config.json');
    writeFileSync(config, JSON.stringify(settings(port)));
    const key = spawnSync(process.execPath, [bin(), 'key', 'create', '--data', data, '--name', 'bench', ...scopes], {
      encoding: 'utf8',
    }).stdout.trim();
    product = await start(data, config, key);
    return await storm(product, data, sink, alerts);
  } finally {
    await product?.stop();
    sink.close();
    rmSync(data, { recursive: true, force: true });
  }
}

const scopes = ['positions:write', 'registry:write', 'settings:write', 'read'].flatMap((scope) => ['--scope', scope]);

function settings(smtpPort: number): object {
  return {
    contacts: roles.map((role, i) => ({
      id: role,
      name: role,
      role,
      email: `${role}@haidang.example`,
      phone: `090000000${i}`,
    })),
    notify: { smtp: `smtp://127.0.0.1:${smtpPort}` },
  };
}

interface Running {
  ask<T>(path: string, body?: unknown, method?: string): Promise<T>;
  stop(): Promise<void>;
}

async function start(data: string, config: string, key: string): Promise<Running> {
  const args = [bin(), 'serve', '--data', data, '--port', '0', '--no-demo', '--config', config];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (piece: Buffer) => {
      said += piece.toString();
      const found = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the product ended: ${said}`)));
  });
  return {
    async ask<T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      // A connection that was kept may be closed at the moment at which it is used again: a busy server looks late.
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', connection: 'close' };
      const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: text });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function storm(product: Running, data: string, sink: MailSink, alerts: number): Promise<Storm> {
  const { rules } = await product.ask<{ rules: { id: string }[] }>('/rules');
  const { body } = await product.ask<{ body: { id: string }[] }>('/settings/rules');
  if (rules.length === 0) throw new Error('there are no rules');
  await product.ask(
    '/settings/rules',
    body.filter(({ id }) => id === 'boundary-cross'),
    'PUT',
  );
  const boats = Array.from({ length: alerts }, (_, i) => `QNa-${String(10_000 + i).padStart(5, '0')}-TS`);
  for (let from = 0; from < alerts; from += registryAtOnce)
    await product.ask(
      '/vessels',
      boats.slice(from, from + registryAtOnce).map((registration) => ({ registration, lengthM: 26 })),
    );
  const now = Date.now();
  for (const [step, lat] of lats.entries())
    for (let from = 0; from < alerts; from += boatsAtOnce)
      await product.ask(
        '/positions/naf',
        records(boats.slice(from, from + boatsAtOnce), now - (50 - step * 10) * minute, lat),
      );
  await settled(product);
  const began = performance.now();
  const since = (time: number): number => (time - began) / 1000;
  await product.ask('/positions/naf', records(boats, now - 10 * minute, lastLat));
  const answeredAfter = since(performance.now());
  // The positions are one record: what they raise is stored in one commit.
  const last = await product.ask<{ vessels: { id: string }[] }>(`/vessels?limit=1&q=${boats.at(-1)}`);
  const ofLast = `/alerts?state=all&limit=1&vessel=${last.vessels[0]?.id}`;
  while ((await product.ask<{ alerts: unknown[] }>(ofLast)).alerts.length === 0) await pause();
  const storedAfter = since(performance.now());
  await outboxEmpty(product);
  return {
    alerts,
    ...(await countDeliveries(data)),
    mails: sink.taken.length,
    answeredAfter,
    storedAfter,
    firstMailAfter: since(sink.taken[0] ?? Number.NaN),
    lastMailAfter: since(sink.taken.at(-1) ?? Number.NaN),
  };
}

/** What was asked for, and what of it became an SMS of its own or of several. */
async function countDeliveries(data: string): Promise<{ deliveries: number; sms: number }> {
  const child = spawn(process.execPath, [bin(), 'export', 'deliveries', '--data', data, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const counts = { deliveries: 0, sms: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    const { change, channel, state } = JSON.parse(line) as { change: string; channel: string; state: string };
    if (change !== 'group') counts.deliveries++;
    if (channel === 'sms' && state !== 'grouped') counts.sms++;
  }
  return counts;
}

function records(boats: readonly string[], time: number, lat: number): string {
  const iso = new Date(time).toISOString();
  const date = iso.slice(0, 10).replaceAll('-', '');
  const clock = iso.slice(11, 16).replace(':', '');
  const tail = `//FS/VNM//DA/${date}//TI/${clock}//LT/${lat}//LG/108.9//SP/80//CO/0//ER//`;
  return boats.map((boat) => `//SR//TM/POS//XR/${boat}${tail}`).join('\n');
}

interface Status {
  behindBytes: number;
  outbox: { queued: number };
}

/** Everything posted is in the store. */
async function settled(product: Running): Promise<void> {
  // Said twice a second.
  for (let quiet = 0; quiet < 10; ) {
    quiet = (await product.ask<Status>('/status')).behindBytes === 0 ? quiet + 1 : 0;
    await pause();
  }
}

async function outboxEmpty(product: Running): Promise<void> {
  // Counts are as old as two seconds.
  for (let empty = 0; empty < 30; ) {
    empty = (await product.ask<Status>('/status')).outbox.queued === 0 ? empty + 1 : 0;
    await pause();
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pollMs));

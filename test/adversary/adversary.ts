/**
 * `npm run adversary [step…]`: everything that goes wrong on purpose, against the real product, while boats cross. Exit code 1
 * when something was lost or doubled, or when nothing says what is wrong.
 */

import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeAis } from '../../decoders/ais/encoder.ts';
import { MailServer } from '../gateways.ts';
import { freePort, until } from '../product.ts';
import { World } from '../rehearsal/world.ts';
import { nafRecord, PROVIDER, Siege } from './siege.ts';

const BOATS = 160;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GARBAGE_SECONDS = 5;
const FLOOD_SECONDS = 8;
const FLOOD_A_SECOND = 50_000;
const SENTENCES_A_DATAGRAM = 20;
const KILLS = 6;
const KILL_EVERY_MS = 4000;
const DISK_MB = 500;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const steps: Record<string, (siege: Siege) => Promise<void>> = {
  async 'garbage at the UDP port'(siege) {
    const crossing = siege.cross();
    const end = Date.now() + GARBAGE_SECONDS * 1000;
    let sent = 0;
    while (Date.now() < end) {
      const bytes = sent % 3 === 0 ? `!AIVDM,1,1,,A,${randomBytes(20).toString('base64')},0*00\r\n` : randomBytes(400);
      await siege.world.datagram(bytes);
      sent++;
    }
    say(`      ${sent} datagrams; crossing alerted after ${(await siege.alerted(await crossing)).toFixed(1)} s`);
    const udp = (await siege.status()).feeds.find(({ url }) => url.startsWith('udp:'))!;
    say(`      rejected: ${JSON.stringify(udp.rejected)}`);
    siege.expect(
      Object.values(udp.rejected).some((n) => n > 0),
      'what could not be used is counted by reason',
    );
    siege.expect(/không dùng được/.test(await siege.screens('garbage')), 'the screens say that sentences are refused');
  },

  async '50,000 valid sentences a second'(siege) {
    const sentences = Array.from({ length: 20_000 }, (_, i) =>
      encodeAis({
        type: 18,
        mmsi: 412_000_000 + (i % 5000),
        lon: 110 + (i % 997) / 997,
        lat: 14 + (i % 331) / 331,
        speed: 6,
        course: 90,
        second: i % 60,
      }).join('\r\n'),
    );
    const datagrams = Array.from(
      { length: sentences.length / SENTENCES_A_DATAGRAM },
      (_, i) => `${sentences.slice(i * SENTENCES_A_DATAGRAM, (i + 1) * SENTENCES_A_DATAGRAM).join('\r\n')}\r\n`,
    );
    const udpFeed = async () => (await siege.status()).feeds.find(({ url }) => url.startsWith('udp:'))!;
    const { sentences: before, rejected: rejectedBefore } = await udpFeed();
    const toldBefore = (rejectedBefore.unread ?? 0) + (rejectedBefore.overload ?? 0);
    const crossing = siege.cross();
    const began = performance.now();
    let sent = 0;
    while (performance.now() - began < FLOOD_SECONDS * 1000) {
      const due = ((performance.now() - began) / 1000) * FLOOD_A_SECOND;
      while (sent * SENTENCES_A_DATAGRAM < due) await siege.world.datagram(datagrams[sent++ % datagrams.length]!);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const boat = await crossing;
    say(
      `      ${sent * SENTENCES_A_DATAGRAM} sentences; crossing alerted ${(await siege.alerted(boat)).toFixed(1)} s after the flood`,
    );
    // What was thrown away is counted every two seconds.
    await new Promise((resolve) => setTimeout(resolve, 4000));
    const { vessels } = await siege.status();
    const udp = await udpFeed();
    say(`      sentences taken: ${udp.sentences}, dropped: ${JSON.stringify(udp.rejected)}, vessels: ${vessels}`);
    const lost = sent * SENTENCES_A_DATAGRAM - (udp.sentences - before);
    const told = SENTENCES_A_DATAGRAM * ((udp.rejected.unread ?? 0) + (udp.rejected.overload ?? 0) - toldBefore);
    siege.expect(lost <= told, `${lost} sentences were lost, and it tells of ${told}`);
  },

  async 'contradictory identities'(siege) {
    const [mine, other] = ['QNa-95159-TS', 'QNa-95160-TS'];
    const before = (await siege.status()).vessels;
    for (let i = 0; i < 60; i++) {
      const now = siege.now() - (60 - i) * MINUTE;
      const hull = i % 2;
      // One MMSI on two hulls 200 nm apart; a device that calls itself by two registrations; names that change every time.
      const place = { lon: hull ? 109.5 : 110.5, lat: hull ? 15.2 : 12.4, speed: 6, course: 90 };
      const tag = { time: Math.floor(now / 1000) };
      const named = encodeAis(
        { type: 24, part: 'A', mmsi: 574_700_159, shipname: `NAME ${randomBytes(4).toString('hex')}` },
        { tag },
      );
      siege.world.radio([encodeAis({ type: 18, mmsi: 574_700_159, ...place }, { tag }), named]);
      await siege.world.naf(PROVIDER, [nafRecord(hull ? mine : other, now, hull ? 15.2 : 12.4, 109.9, 'ADV-158')]);
    }
    await until(async () => (await siege.status()).behindBytes === 0);
    const found = (await siege.alerts()).filter(({ occurrence }) => occurrence.kind === 'identity-conflict');
    siege.expect(found.length >= 1 && found.length <= 3, `${found.length} alerts of identity conflicts`);
    siege.expect((await siege.status()).vessels === before, 'no vessel was made of the contradictions');
  },

  async 'the same positions and yesterday’s log again'(siege) {
    const before = new Set((await siege.alerts()).map(({ id }) => id));
    for (const boat of siege.crossed.slice(0, 2)) {
      const now = siege.now() - 24 * HOUR;
      for (let round = 0; round < 2; round++) {
        const records = Array.from({ length: 40 }, (_, i) => nafRecord(boat, now + i * 10 * MINUTE, 15.5 + i / 1000));
        await siege.world.naf(PROVIDER, records);
      }
    }
    for (let minute = 24 * 60; minute > 60; minute -= 2) {
      const tag = { time: Math.floor((siege.now() - minute * MINUTE) / 1000) };
      siege.world.radio([
        encodeAis({ type: 18, mmsi: 574_700_158, lon: 109.9, lat: 15 + minute / 4000, speed: 6, course: 180 }, { tag }),
      ]);
      if (minute % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await until(async () => (await siege.status()).behindBytes === 0);
    const further = (await siege.alerts()).filter(({ id, caseId }) => caseId !== '' && !before.has(id));
    siege.expect(further.length === 0, `${further.length} further alerts that ask for action`);
    for (const { text } of further.slice(0, 4)) say(`      ${text.vi}`);
  },

  async 'a feed at a black hole'(siege) {
    const { feeds } = await siege.status();
    const hole = feeds.find(({ url }) => url.includes('idle=2'))!;
    say(`      ${hole.state}, ${hole.reconnects} reconnects: ${hole.problem?.vi ?? '(no problem said)'}`);
    siege.expect(hole.reconnects > 0 || hole.problem !== undefined, 'its state says that nothing comes');
  },

  async 'no SMTP'(siege) {
    const { port } = siege.world.mail;
    await siege.world.mail.close();
    const boat = await siege.cross();
    await siege.alerted(boat);
    await until(async () => ((await siege.status()).failingChannels ?? []).length > 0, 200);
    const { failingChannels } = await siege.status();
    say(`      ${JSON.stringify(failingChannels).slice(0, 200)}`);
    siege.expect(
      /thư điện tử|email|e-mail|Email/i.test(await siege.screens('no-smtp')),
      'the screens say that mails do not go out',
    );
    siege.world.mail = new MailServer(siege.world.mail.received);
    await siege.world.mail.listen(port);
  },

  async 'a full disk'(siege) {
    if (!onOwnDisk) {
      say('      left out: no disk of its own could be mounted');
      return;
    }
    const fill = join(siege.world.data, '..', 'fill');
    spawnSync('sh', ['-c', `cat /dev/zero > ${fill}`], { stdio: 'ignore' });
    const { records } = siege.nextCrossing();
    const answer = await until(async () => {
      const one = await siege.world.tryNaf(PROVIDER, [records[0]!]);
      return one.ok ? undefined : { status: one.status, text: await one.text() };
    });
    say(`      ${answer.status} ${answer.text.slice(0, 260)}`);
    const { ready, problems } = await siege.readiness();
    say(`      ready ${ready}: ${problems.map(({ vi }) => vi).join(' · ')}`);
    siege.expect(!ready && problems.length > 0, 'it says that it is not ready, and why');
    siege.expect(
      /không ghi được|đầy/.test(await siege.screens('full-disk')),
      'the screens say that nothing can be written',
    );
    const { url, password } = siege.world.product;
    const headers = { 'content-type': 'application/json', origin: url };
    const body = JSON.stringify({ user: 'admin', password });
    const signIn = await fetch(`${url}/api/v1/session`, { method: 'POST', headers, body });
    siege.expect((await signIn.text()).includes('đĩa đã đầy'), 'who signs in meanwhile is told so');
    const crossing = siege.cross();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    rmSync(fill, { force: true });
    say(`      with room again, alerted after ${(await siege.alerted(await crossing)).toFixed(1)} s`);
    siege.expect(
      (await until(async () => (await siege.readiness()).ready || undefined)) === true,
      'it is ready again by itself',
    );
  },

  async 'the clock set back by an hour, and on again'(siege) {
    await siege.setClock(siege.now() - HOUR);
    const first = await siege.cross();
    say(`      alerted after ${(await siege.alerted(first)).toFixed(1)} s`);
    await siege.setClock(siege.now() + HOUR);
    const second = await siege.cross();
    say(`      and after ${(await siege.alerted(second)).toFixed(1)} s`);
  },

  async 'kill -9 again and again'(siege) {
    let goesOn = true;
    const crossing = (async () => {
      while (goesOn && siege.hasBoats) {
        await siege.cross();
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    })();
    for (let kill = 0; kill < KILLS; kill++) {
      await new Promise((resolve) => setTimeout(resolve, KILL_EVERY_MS * (0.5 + Math.random())));
      await siege.killAndStart();
    }
    goesOn = false;
    await crossing;
    say(`      ${KILLS} kills, ${siege.crossed.length} crossings so far`);
  },
};

/** Connections are taken and nothing is ever said. */
const hole = createServer((socket) => socket.on('error', () => {}));
const disk = mkdtempSync(join(tmpdir(), 'haidang-disk-'));
const onOwnDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', disk]).status === 0;
const world = new World(Date.now(), mkdtempSync(join(onOwnDisk ? disk : tmpdir(), 'haidang-test-')));
try {
  const port = await freePort();
  await new Promise<void>((resolve) => hole.listen(port, '127.0.0.1', resolve));
  await world.open([PROVIDER], [`tcp://127.0.0.1:${port}?idle=2`]);
  const siege = new Siege(world, BOATS);
  await siege.register();
  await siege.sitDown();
  const wanted = process.argv.slice(2);
  for (const [name, step] of Object.entries(steps)) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
    say(name);
    await step(siege);
  }
  await siege.standUp();
  say('in the end');
  await siege.tally();
  await world.product.stop();
  siege.verify();
  say(siege.faults.length === 0 ? 'nothing was lost or doubled' : `${siege.faults.length} faults`);
  process.exitCode = siege.faults.length === 0 ? 0 : 1;
} finally {
  await world.close();
  hole.close();
  if (onOwnDisk) spawnSync('umount', [disk]);
  rmSync(disk, { recursive: true, force: true });
}

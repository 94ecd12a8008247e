/** A small province with something on every page: a boat that crossed, whom that tells, and what opens from the messages. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Alert } from '../server/models/alert.ts';
import { MailServer, SmsServer } from './gateways.ts';
import { nafPosition } from './naf-position.ts';
import { freePort, haidang, Product, removeFolder, temporaryFolder, until } from './product.ts';

const MINUTE = 60_000;
const BOAT = 'QNa-91234-TS';

function nafRecord(fixTime: number, lat: number): string {
  return nafPosition(BOAT, fixTime, { lat, lon: 108.9 });
}

export interface Province {
  product: Product;
  alert: Alert;
  /** Paths that open from an officer's mail and from the owner's SMS. */
  officerLink: string;
  ownerLink: string;
  end: () => Promise<void>;
}

export async function startProvince(): Promise<Province> {
  const data = temporaryFolder();
  const [mail, gateway] = [new MailServer(), new SmsServer()];
  const [smtpPort, smsPort] = [await freePort(), await freePort()];
  await mail.listen(smtpPort);
  await gateway.listen(smsPort);
  const config = join(data, 'config.json');
  const duty = { id: 'truc', name: 'Trực ban Chi cục', role: 'duty', email: 'truc@vn.example', phone: '0900000001' };
  const notify = {
    smtp: `smtp://127.0.0.1:${smtpPort}`,
    sms: { url: `http://127.0.0.1:${smsPort}/send` },
    publicUrl: 'https://giamsat.example',
    pollSeconds: 0.2,
  };
  const routing = [
    { rules: ['*'], roles: ['duty'], channels: ['email'] },
    { rules: ['boundary-cross'], roles: ['owner'], channels: ['sms'] },
  ];
  const depth = {
    name: 'Độ sâu',
    nameEn: 'Depths',
    url: 'http://127.0.0.1:9/{z}/{x}/{y}.png',
    attribution: 'Thử',
    shown: false,
  };
  writeFileSync(config, JSON.stringify({ contacts: [duty], routing, notify, map: { layers: [depth] } }));
  const key = haidang(['key', 'create', '--data', data, '--name', 'e2e', '--scope', 'positions:write']).out.trim();
  const product = await Product.start({ data, args: ['--no-demo', '--config', config] });
  const end = async (): Promise<void> => {
    await product.stop();
    await mail.close();
    await gateway.close();
    removeFolder(data);
  };
  await product.signIn();
  const post = async (path: string, init: RequestInit & { json?: unknown }): Promise<void> => {
    const answer = await product.fetch(path, { method: 'POST', ...init });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const vessel = { registration: BOAT, flag: 'VNM', lengthM: 18, owner: 'Nguyễn Văn An', ownerPhone: '0900100001' };
  await post('/api/v1/vessels', { json: [{ ...vessel, reportingIntervalMin: 120 }] });
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  const lats = [16.9, 16.98, 17.06, 17.2, 17.26];
  const headers = { authorization: `Bearer ${key}` };
  for (const [step, lat] of lats.entries())
    await post('/api/v1/positions/naf', { headers, body: nafRecord(now - (lats.length - step) * 10 * MINUTE, lat) });
  const alert = await until(async () => {
    const { alerts } = await product.get<{ alerts: Alert[] }>('/api/v1/alerts');
    return alerts.find(({ occurrence }) => occurrence.kind === 'boundary-cross');
  });
  const linkIn = (texts: string[]): string | undefined => /\/l\/[\w.-]+/.exec(texts.join('\n'))?.[0];
  const officerLink = await until(async () => linkIn(mail.received.map(({ text }) => text)));
  const ownerLink = await until(async () => linkIn(gateway.received.map(({ text }) => text)));
  return { product, alert, officerLink, ownerLink, end };
}

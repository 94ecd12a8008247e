/** Keys that are used longer than the policy has it (docs/asvs.md, “Keys and algorithms”, after NIST SP 800-57 part 1). */
import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Accounts } from '../auth/accounts.ts';
import type { Config } from '../config.ts';
import { KEYS_FILE, keysMadeAt } from '../notify/keys.ts';
import type { Words } from '../system-words.ts';

const DAY_MS = 24 * 3_600_000;
const MESSAGE_KEY_DAYS = 365;
const SIGNING_KEY_DAYS = 3 * 365;
/** Whoever renews by a program does so a month before the end. */
const CERTIFICATE_DAYS_LEFT = 21;

export interface KeyPlaces {
  accounts: Pick<Accounts, 'keys'>;
  config: Pick<Config, 'data' | 'evidence' | 'tls'>;
  /** Epoch ms. */
  now: number;
}

/** A sentence for each that is due; files that cannot be read are for whoever needs them to tell. */
export function keysDue({ accounts, config, now }: KeyPlaces): Words[] {
  const { data, evidence, tls } = config;
  const keys = accounts.keys.list().filter(({ isOverdue }) => isOverdue);
  return [
    ...keys.map(({ name, createdAt }) =>
      older({ vi: `khóa API “${name}”`, en: `the API key “${name}”` }, createdAt, now),
    ),
    ...aged(
      {
        vi: `khóa của liên kết và thông báo đẩy, ${KEYS_FILE}`,
        en: `the keys of links and push messages, ${KEYS_FILE}`,
      },
      keysMadeAt(data),
      MESSAGE_KEY_DAYS,
      now,
    ),
    ...aged(
      { vi: `khóa ký bằng chứng ${evidence.signingKey}`, en: `the key that signs evidence, ${evidence.signingKey}` },
      evidence.signingKey === undefined ? undefined : madeAt(evidence.signingKey),
      SIGNING_KEY_DAYS,
      now,
    ),
    ...(tls ? certificate(tls.cert, now) : []),
  ];
}

function aged(what: Words, at: number | undefined, days: number, now: number): Words[] {
  return at === undefined || now - at <= days * DAY_MS ? [] : [older(what, at, now)];
}

function older(what: Words, at: number, now: number): Words {
  const days = Math.floor((now - at) / DAY_MS);
  return { vi: `${what.vi}: đã dùng ${days} ngày, nên thay`, en: `${what.en}: ${days} days old, replace it` };
}

function certificate(path: string, now: number): Words[] {
  const end = orNothing(() => Date.parse(new X509Certificate(readFileSync(path)).validTo));
  if (end === undefined || end - now > CERTIFICATE_DAYS_LEFT * DAY_MS) return [];
  const until = new Date(end).toISOString().slice(0, 10);
  return [{ vi: `chứng thư TLS ${path}: hết hạn ${until}`, en: `the TLS certificate ${path}: it ends ${until}` }];
}

function madeAt(path: string): number | undefined {
  return orNothing(() => statSync(path).mtimeMs);
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

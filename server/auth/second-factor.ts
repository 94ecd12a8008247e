/** What an account asks for beside the password: a code of an authenticator app, or one of ten recovery codes. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { HaidangError } from '../errors.ts';
import { unusable } from './account-fields.ts';
import { readableCode, tokenHash } from './secrets.ts';
import { newSecret, secretUri, stepOfCode } from './totp.ts';

const recoveryCodes = 10;

interface FactorRow {
  totp: string | null;
  totp_step: number | null;
  recovery: string | null;
}

export class SecondFactor {
  readonly #db: DatabaseSyncInstance;
  readonly #clock: () => number;

  constructor(db: DatabaseSyncInstance, clock: () => number) {
    this.#db = db;
    this.#clock = clock;
  }

  /** A secret to put into an app; nothing is kept until `begin` proves that the app has it. */
  offer(name: string): { secret: string; uri: string } {
    const secret = newSecret();
    return { secret, uri: secretUri(secret, name) };
  }

  /**
   * From now on signing in asks for a code.
   * @returns recovery codes: this is the only time that they are seen
   * @throws HaidangError `account-invalid` when the code is not one of the secret's
   */
  begin(name: string, secret: string, code: string): string[] {
    const step = /^[A-Z2-7]{32}$/.test(secret) ? stepOfCode(secret, plain(code), this.#clock(), 0) : undefined;
    if (step === undefined) {
      throw unusable('code', {
        vi: 'mã không khớp; hãy xem giờ của điện thoại rồi nhập mã mới nhất',
        en: 'it does not match; check the clock of the phone and type the newest code',
      });
    }
    const codes = Array.from({ length: recoveryCodes }, () => readableCode(6));
    this.#db
      .prepare('UPDATE user SET totp = ?, totp_step = ?, recovery = ? WHERE name = ?')
      .run(secret, step, JSON.stringify(codes.map(tokenHash)), name);
    return codes;
  }

  end(name: string): void {
    this.#db.prepare('UPDATE user SET totp = NULL, totp_step = NULL, recovery = NULL WHERE name = ?').run(name);
  }

  /**
   * Uses a code up: none is taken twice.
   * @returns how many recovery codes are left, when it was one of them
   * @throws HaidangError `sign-in-failed`
   */
  use(name: string, code: string): number | undefined {
    const row = this.#db.prepare('SELECT totp, totp_step, recovery FROM user WHERE name = ?').get(name) as
      | FactorRow
      | undefined;
    if (typeof row?.totp !== 'string') throw new HaidangError('sign-in-failed');
    const step = stepOfCode(row.totp, plain(code), this.#clock(), row.totp_step ?? 0);
    if (step !== undefined) {
      // Only one of two sign-ins at once may have it, at whichever web node.
      const { changes } = this.#db
        .prepare('UPDATE user SET totp_step = ? WHERE name = ? AND coalesce(totp_step, 0) < ?')
        .run(step, name, step);
      if (changes === 1) return undefined;
      throw new HaidangError('sign-in-failed');
    }
    const known = JSON.parse(row.recovery ?? '[]') as string[];
    const used = tokenHash(code.trim().toLowerCase());
    if (!known.includes(used)) throw new HaidangError('sign-in-failed');
    const left = known.filter((one) => one !== used);
    const { changes } = this.#db
      .prepare('UPDATE user SET recovery = ? WHERE name = ? AND recovery = ?')
      .run(JSON.stringify(left), name, row.recovery);
    if (changes === 1) return left.length;
    throw new HaidangError('sign-in-failed');
  }
}

/** Apps show codes in two groups. */
function plain(code: string): string {
  return code.replace(/\s/g, '');
}

/**
 * Screens on walls: how one asks to be one, is approved, and shows who it is from then on. As RFC 8628 has it: the screen shows
 * a code, whoever may approve it types it in, and the screen, which alone knows its device code, fetches its token.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { HaidangError } from '../errors.ts';
import { newToken, tokenHash } from './secrets.ts';

export interface Wall {
  id: string;
  name: string;
  approvedBy: string;
  /** Epoch ms. */
  approvedAt: number;
  /** To within five minutes; absent: it has not fetched its token. */
  lastSeenAt?: number;
  revokedAt?: number;
}

/** A screen that waits for somebody to type its code. The code itself is told to nobody but the screen. */
export interface WaitingScreen {
  id: string;
  /** Address that it asked from. */
  remote: string;
  createdAt: number;
  expiresAt: number;
}

interface Pairing {
  /** Secret of the screen. */
  device: string;
  /** `BCDF-GHJK`, for people. */
  code: string;
  expiresAt: number;
}

type PairingState = { state: 'waiting' | 'refused' | 'expired' } | { state: 'paired'; token: string; name: string };

/** Consonants only, as RFC 8628 §6.1 has it: no word comes of them, and 20⁸ are 34 bits. */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const CODE_LETTERS = 8;
const PAIRING_MS = 10 * 60_000;
/** Screens that may wait at once. */
const MOST_WAITING = 20;
const SEEN_STEP_MS = 5 * 60_000;
/** A screen that has not been seen for so long is none any more. */
const FORGOTTEN_MS = 90 * 24 * 3_600_000;

interface WallRow {
  id: string;
  name: string;
  approved_by: string;
  approved_at: number;
  last_seen_at: number | null;
  revoked_at: number | null;
}

interface PairingRow {
  device_hash: string;
  remote: string;
  created_at: number;
  expires_at: number;
  wall: string | null;
  refused: number;
}

export class Walls {
  readonly #db: DatabaseSyncInstance;
  readonly #clock: () => number;

  constructor(db: DatabaseSyncInstance, clock: () => number) {
    this.#db = db;
    this.#clock = clock;
  }

  /** @throws HaidangError `too-many-attempts` when too many screens wait already */
  ask(remote: string): Pairing {
    const now = this.#clock();
    this.#db.prepare('DELETE FROM wall_pairing WHERE expires_at <= ?').run(now);
    const { n } = this.#db.prepare('SELECT count(*) AS n FROM wall_pairing').get() as { n: number };
    if (n >= MOST_WAITING) throw new HaidangError('too-many-attempts', { seconds: PAIRING_MS / 1000 });
    const pairing = { device: newToken(), code: newCode(), expiresAt: now + PAIRING_MS };
    this.#db
      .prepare('INSERT INTO wall_pairing (device_hash, code, remote, created_at, expires_at) VALUES (?, ?, ?, ?, ?)')
      .run(tokenHash(pairing.device), plain(pairing.code), remote, now, pairing.expiresAt);
    return pairing;
  }

  /** What has become of a screen's question. The token of an approved one is given this once. */
  poll(device: string): PairingState {
    const hash = tokenHash(device);
    const row = this.#db.prepare('SELECT * FROM wall_pairing WHERE device_hash = ?').get(hash) as unknown as
      | PairingRow
      | undefined;
    if (!row || row.expires_at <= this.#clock()) return { state: 'expired' };
    if (row.refused) return { state: 'refused' };
    if (row.wall === null) return { state: 'waiting' };
    const token = newToken();
    this.#db.prepare('DELETE FROM wall_pairing WHERE device_hash = ?').run(hash);
    const { changes } = this.#db
      .prepare(
        'UPDATE wall SET token_hash = ?, last_seen_at = ? WHERE id = ? AND token_hash IS NULL AND revoked_at IS NULL',
      )
      .run(tokenHash(token), this.#clock(), row.wall);
    if (changes === 0) return { state: 'refused' };
    const wall = this.list().find(({ id }) => id === row.wall);
    return { state: 'paired', token, name: wall?.name ?? '' };
  }

  waiting(): WaitingScreen[] {
    const rows = this.#db
      .prepare('SELECT * FROM wall_pairing WHERE wall IS NULL AND refused = 0 AND expires_at > ? ORDER BY created_at')
      .all(this.#clock()) as unknown as PairingRow[];
    return rows.map(waitingScreen);
  }

  /** The screen that shows this code, however it is typed. @throws HaidangError `wall-code` */
  byCode(code: string): WaitingScreen {
    const row = this.#db
      .prepare('SELECT * FROM wall_pairing WHERE code = ? AND wall IS NULL AND refused = 0 AND expires_at > ?')
      .get(plain(code), this.#clock()) as unknown as PairingRow | undefined;
    if (!row) throw new HaidangError('wall-code');
    return waitingScreen(row);
  }

  /** @param by who approves it @throws HaidangError `wall-code` when it does not wait any more */
  approve(screen: WaitingScreen, name: string, by: string): Wall {
    const wall = { id: screen.id, name, approvedBy: by, approvedAt: this.#clock() };
    const { changes } = this.#db
      .prepare('UPDATE wall_pairing SET wall = ? WHERE device_hash = ? AND wall IS NULL AND refused = 0')
      .run(wall.id, this.#hashOf(screen.id));
    if (changes === 0) throw new HaidangError('wall-code');
    this.#db
      .prepare('INSERT INTO wall (id, name, approved_by, approved_at) VALUES (?, ?, ?, ?)')
      .run(wall.id, name, by, wall.approvedAt);
    return wall;
  }

  /** The screen says so; it may ask again. */
  refuse(screenId: string): void {
    this.#db.prepare('UPDATE wall_pairing SET refused = 1 WHERE device_hash = ?').run(this.#hashOf(screenId));
  }

  /** Newest first, those that were taken back too. */
  list(): Wall[] {
    const rows = this.#db.prepare('SELECT * FROM wall ORDER BY approved_at DESC').all() as unknown as WallRow[];
    return rows.map(wallOf);
  }

  /** Takes back a wall's token. @returns whether there was such a wall */
  revoke(id: string): boolean {
    const { changes } = this.#db
      .prepare('UPDATE wall SET revoked_at = ?, token_hash = NULL WHERE id = ? AND revoked_at IS NULL')
      .run(this.#clock(), id);
    return changes !== 0;
  }

  /** The wall of a token that holds. */
  wall(token: string): Wall | undefined {
    if (token === '') return undefined;
    const now = this.#clock();
    const row = this.#db.prepare('SELECT * FROM wall WHERE token_hash = ?').get(tokenHash(token)) as unknown as
      | WallRow
      | undefined;
    if (!row || row.revoked_at !== null || (row.last_seen_at ?? now) < now - FORGOTTEN_MS) return undefined;
    if ((row.last_seen_at ?? 0) < now - SEEN_STEP_MS)
      this.#db.prepare('UPDATE wall SET last_seen_at = ? WHERE id = ?').run(now, row.id);
    return wallOf(row);
  }

  #hashOf(screenId: string): string {
    const rows = this.#db.prepare('SELECT device_hash FROM wall_pairing').all() as { device_hash: string }[];
    return rows.find((row) => screenIdOf(row.device_hash) === screenId)?.device_hash ?? randomUUID();
  }
}

/** Names it without giving away what it is known by. */
function screenIdOf(deviceHash: string): string {
  return `wall-${tokenHash(deviceHash).slice(0, 12)}`;
}

function newCode(): string {
  const letters = Array.from({ length: CODE_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]!).join('');
  return `${letters.slice(0, CODE_LETTERS / 2)}-${letters.slice(CODE_LETTERS / 2)}`;
}

function plain(code: string): string {
  return code.toUpperCase().replace(/[^A-Z]/g, '');
}

function waitingScreen({ device_hash, remote, created_at, expires_at }: PairingRow): WaitingScreen {
  return { id: screenIdOf(device_hash), remote, createdAt: created_at, expiresAt: expires_at };
}

function wallOf({ id, name, approved_by, approved_at, last_seen_at, revoked_at }: WallRow): Wall {
  return {
    id,
    name,
    approvedBy: approved_by,
    approvedAt: approved_at,
    ...(last_seen_at !== null && { lastSeenAt: last_seen_at }),
    ...(revoked_at !== null && { revokedAt: revoked_at }),
  };
}

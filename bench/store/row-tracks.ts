/** Beside ours: one row a fix in SQLite, with an index by boat and time, as most systems keep tracks. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Fix } from '../../geofences/fix.ts';
import { circleRing } from '../../geofences/geometry/circle.ts';
import { partContains, preparePart } from '../../geofences/geometry/part.ts';
import { rowsOf } from '../../server/store/sqlite/rows.ts';
import type { Boat } from './boats.ts';
import type { Bytes, Circle, Tracks } from './tracks.ts';

const TABLES = `CREATE TABLE boat (boat INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE fix (
  boat INTEGER NOT NULL, time INTEGER NOT NULL, received INTEGER NOT NULL, lon REAL NOT NULL, lat REAL NOT NULL,
  speed REAL, course REAL, heading REAL, accuracy REAL, source INTEGER NOT NULL, flags INTEGER NOT NULL) STRICT;
CREATE INDEX fix_boat_time ON fix (boat, time);`;
const TRACK = 'SELECT * FROM fix WHERE boat = ? AND time BETWEEN ? AND ? ORDER BY time';
const FLEET = `SELECT fix.* FROM boat CROSS JOIN fix ON fix.rowid = (
  SELECT rowid FROM fix WHERE fix.boat = boat.boat AND time BETWEEN ?1 - ?2 AND ?1 ORDER BY time DESC LIMIT 1)`;
const IN_BOX = `SELECT fix.boat, lon, lat FROM boat CROSS JOIN fix ON fix.boat = boat.boat AND time BETWEEN ? AND ?
  WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?`;

type Row = Record<string, number>;

export class RowTracks implements Tracks {
  readonly name = 'sqlite-rows';
  readonly about = 'one row a fix, indexed by boat and time, in the same SQLite';
  readonly #path: string;
  readonly #numbers = new Map<string, number>();
  #db: DatabaseSyncInstance;

  constructor(folder: string) {
    this.#path = join(folder, 'rows.db');
    this.#db = new DatabaseSync(this.#path);
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8000');
    this.#db.exec(TABLES);
  }

  async add(tracks: readonly [Boat, Fix[]][]): Promise<void> {
    const boat = this.#db.prepare('INSERT INTO boat VALUES (?, ?)');
    const insert = this.#db.prepare('INSERT INTO fix VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#db.exec('BEGIN');
    for (const [{ id, source }, fixes] of tracks) {
      const number = this.#numbers.get(id) ?? this.#numbers.size;
      if (!this.#numbers.has(id)) {
        this.#numbers.set(id, number);
        boat.run(number, id);
      }
      for (const { fixTime, receivedAt, lon, lat, speedKn, courseDeg, headingDeg, accuracyM, flags } of fixes) {
        const [speed, course] = [speedKn ?? null, courseDeg ?? null];
        const [heading, accuracy] = [headingDeg ?? null, accuracyM ?? null];
        const from = source === 'ais' ? 0 : 1;
        insert.run(number, fixTime, receivedAt, lon, lat, speed, course, heading, accuracy, from, flags);
      }
    }
    this.#db.exec('COMMIT');
  }

  async finish(): Promise<Bytes> {
    await this.reopen();
    return { all: statSync(this.#path).size };
  }

  async reopen(): Promise<void> {
    this.#db.close();
    this.#db = new DatabaseSync(this.#path, { readOnly: true });
    this.#db.exec('PRAGMA cache_size = -8000');
  }

  async track({ id }: Boat, from: number, to: number): Promise<number> {
    const rows = this.#db.prepare(TRACK).all(this.#numbers.get(id)!, from, to) as Row[];
    return rows.length;
  }

  async fleet(time: number, withinMs: number): Promise<number> {
    return this.#db.prepare(FLEET).all(time, withinMs).length;
  }

  async inCircle({ lon, lat, radiusNm }: Circle, from: number, to: number): Promise<number> {
    const part = preparePart([circleRing([lon, lat], radiusNm)], 0, true);
    const { west, east, south, north } = part;
    const found = new Set<number>();
    for (const row of rowsOf<Row>(this.#db, IN_BOX, [from, to, west, east, south, north])) {
      if (partContains(part, row.lon!, row.lat!)) found.add(row.boat!);
    }
    return found.size;
  }

  async close(): Promise<void> {
    this.#db.close();
  }
}

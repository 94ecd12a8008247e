/**
 * JSON values as few bytes: for what is written for every vessel again and again. Numbers take what they need, known words one
 * byte, and an object that stands in several places is written once; read back, it is one object again.
 *
 * byte 0 version (1) · value. A value is a tag and what the tag says. Whole numbers are folded (0, −1, 1, …) and written seven
 * bits a byte, the lowest first.
 */

const VERSION = 1;
const Tag = {
  null: 0,
  false: 1,
  true: 2,
  whole: 3,
  grid: 4,
  double: 5,
  text: 6,
  word: 7,
  list: 8,
  record: 9,
  again: 10,
} as const;
/** Places and speeds lie on such grids: they take less than a double. */
const GRID = 1e7;

/** Never change the order, and add at the end only: what is stored refers to it. Others are written out. */
const WORDS = (
  'id kind lengthM flag gear provider highRisk reportingIntervalMin licenceUntil certificateUntil permissions vessel VNM ' +
  'format profile head landmarks silent cuts fleet backlog now newest last heard elsewhere since count paceMs aside pairs ' +
  'silence hasVms activity fixTime receivedAt lon lat speedKn courseDeg headingDeg source accuracyM flags ais vms manual rule ' +
  'zone side slowLegs slowSince slowFrom leftPort from in-port unknown steaming fishing drifting anchored open closed ' +
  'boundary-cross boundary-demo boundary-approach until at state ruleId zoneId vesselId raisedAt clearedAt evidence priority ' +
  'quietUntil anchors heard atSea'
).split(' ');
const PLACES = new Map(WORDS.map((word, place) => [word, place]));
const LEAST_CAPACITY = 4096;

/** @param value what JSON can hold; what is undefined is left out of records, and null in lists */
export function packJson(value: unknown): Uint8Array {
  const writer = new Writer();
  writer.value(value);
  return writer.bytes();
}

/** @throws RangeError when the bytes end too early or are of another version */
export function unpackJson(bytes: Uint8Array): unknown {
  return new Reader(bytes).value();
}

/**
 * The first entries of a packed record, up to a key and without it: for what need not be unpacked as a whole.
 * @throws RangeError as `unpackJson`, and when it is no record
 */
export function unpackFirst(bytes: Uint8Array, until: string): Record<string, unknown> {
  return new Reader(bytes).first(until);
}

/** Shared by all, since packing is done in one go. */
let work = Buffer.allocUnsafe(LEAST_CAPACITY);

class Writer {
  #at = 1;
  readonly #seen = new Map<object, number>();

  constructor() {
    work[0] = VERSION;
  }

  bytes(): Uint8Array {
    return new Uint8Array(work.subarray(0, this.#at));
  }

  value(value: unknown): void {
    this.#room(16);
    if (value === null || value === undefined) work[this.#at++] = Tag.null;
    else if (typeof value === 'number') this.#number(value);
    else if (typeof value === 'string') this.#text(value);
    else if (typeof value === 'boolean') work[this.#at++] = value ? Tag.true : Tag.false;
    else this.#object(value as object);
  }

  #object(value: object): void {
    const known = this.#seen.get(value);
    if (known !== undefined) {
      work[this.#at++] = Tag.again;
      this.#count(known);
      return;
    }
    this.#seen.set(value, this.#seen.size);
    if (Array.isArray(value)) {
      work[this.#at++] = Tag.list;
      this.#count(value.length);
      for (const one of value) this.value(one);
      return;
    }
    const record = value as Record<string, unknown>;
    const keys = Object.keys(record).filter((key) => record[key] !== undefined);
    work[this.#at++] = Tag.record;
    this.#count(keys.length);
    for (const key of keys) {
      this.#room(16);
      this.#text(key);
      this.value(record[key]);
    }
  }

  #number(value: number): void {
    if (!Number.isFinite(value)) {
      // As JSON has it.
      work[this.#at++] = Tag.null;
      return;
    }
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      work[this.#at++] = Tag.whole;
      this.#whole(value);
      return;
    }
    const steps = Math.round(value * GRID);
    if (Math.abs(steps) < 2 ** 31 && steps / GRID === value && !Object.is(value, -0)) {
      work[this.#at++] = Tag.grid;
      this.#at = work.writeInt32LE(steps, this.#at);
    } else {
      work[this.#at++] = Tag.double;
      this.#at = work.writeDoubleLE(value, this.#at);
    }
  }

  #text(value: string): void {
    const place = PLACES.get(value);
    if (place !== undefined) {
      work[this.#at++] = Tag.word;
      work[this.#at++] = place;
      return;
    }
    const size = Buffer.byteLength(value);
    this.#room(size + 16);
    work[this.#at++] = Tag.text;
    this.#count(size);
    this.#at += work.write(value, this.#at);
  }

  #whole(value: number): void {
    // Doubled, the largest would be no whole number any more.
    const low = Math.abs(value) % 64;
    const rest = Math.floor(Math.abs(value) / 64);
    work[this.#at++] = (rest > 0 ? 128 : 0) | (value < 0 ? 64 : 0) | low;
    if (rest > 0) this.#count(rest);
  }

  #count(value: number): void {
    let left = value;
    while (left >= 128) {
      work[this.#at++] = 128 | (left % 128);
      left = Math.floor(left / 128);
    }
    work[this.#at++] = left;
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= work.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#at + bytes));
    work.copy(larger, 0, 0, this.#at);
    work = larger;
  }
}

class Reader {
  readonly #bytes: Buffer;
  #at = 1;
  readonly #seen: unknown[] = [];

  constructor({ buffer, byteOffset, length }: Uint8Array) {
    this.#bytes = Buffer.from(buffer, byteOffset, length);
    if (this.#bytes[0] !== VERSION) throw new RangeError(`packed value of version ${this.#bytes[0]}`);
  }

  value(): unknown {
    const tag = this.#byte();
    switch (tag) {
      case Tag.null:
        return null;
      case Tag.false:
        return false;
      case Tag.true:
        return true;
      case Tag.whole:
        return this.#whole();
      case Tag.grid:
        this.#at += 4;
        return this.#bytes.readInt32LE(this.#at - 4) / GRID;
      case Tag.double:
        this.#at += 8;
        return this.#bytes.readDoubleLE(this.#at - 8);
      case Tag.text:
      case Tag.word:
        return this.#text(tag);
      case Tag.list:
        return this.#list();
      case Tag.record:
        return this.#record();
      case Tag.again:
        return this.#again();
      default:
        throw new RangeError(`packed value with tag ${tag}`);
    }
  }

  #list(): unknown[] {
    const list: unknown[] = [];
    this.#seen.push(list);
    for (let left = this.#count(); left > 0; left--) list.push(this.value());
    return list;
  }

  first(until: string): Record<string, unknown> {
    const tag = this.#byte();
    if (tag !== Tag.record) throw new RangeError(`packed record with tag ${tag}`);
    return this.#record(until);
  }

  #record(until?: string): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    this.#seen.push(record);
    for (let left = this.#count(); left > 0; left--) {
      const key = this.#text(this.#byte());
      if (key === until) break;
      // As JSON.parse has it: a key of its own, whatever it is called.
      if (key === '__proto__')
        Object.defineProperty(record, key, {
          value: this.value(),
          enumerable: true,
          writable: true,
          configurable: true,
        });
      else record[key] = this.value();
    }
    return record;
  }

  #again(): unknown {
    const place = this.#count();
    if (place >= this.#seen.length) throw new RangeError('packed value refers to nothing');
    return this.#seen[place];
  }

  #text(tag: number): string {
    if (tag === Tag.word) {
      const word = WORDS[this.#byte()];
      if (word === undefined) throw new RangeError('packed value with an unknown word');
      return word;
    }
    if (tag !== Tag.text) throw new RangeError('packed value without a key');
    const size = this.#count();
    if (this.#at + size > this.#bytes.length) throw new RangeError('packed value is cut short');
    this.#at += size;
    return this.#bytes.toString('utf8', this.#at - size, this.#at);
  }

  #whole(): number {
    const first = this.#byte();
    const value = (first & 63) + (first & 128 ? this.#count() * 64 : 0);
    return first & 64 ? -value : value;
  }

  #count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      if (scale > 2 ** 49) throw new RangeError('packed value with too long a number');
    }
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new RangeError('packed value is cut short');
    return byte;
  }
}

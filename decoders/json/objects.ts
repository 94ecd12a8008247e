/**
 * A stream of JSON → its objects as text: one object, an array of objects, JSON Lines, or a list inside an envelope. Each byte
 * is looked at once. Follows the grammar only as far as it takes to find where an object ends, and where a broken one does.
 */
import { latin1, unicode } from '../bytes.ts';

/** Longest object. */
export const MAX_OBJECT = 65_536;
/** Real messages have five levels. */
const MAX_DEPTH = 64;
/** Longest piece of what is no object that is kept. */
const MAX_JUNK = 200;

/** Longest name of a list. */
const MAX_KEY = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LBRACE = 0x7b;
const RBRACE = 0x7d;
const LBRACKET = 0x5b;
const RBRACKET = 0x5d;
const COLON = 0x3a;
const COMMA = 0x2c;
const LF = 0x0a;

interface ObjectHandler {
  /** A complete object. Whether it is well-formed inside is for the parser to say. */
  object(text: string): void;
  /** The object around a list whose elements were handed on one by one; the list in it is empty. */
  envelope(text: string): void;
  /** `bad-json`, `not-json`, `too-long` or `too-deep`, and what it is about. */
  broken(reason: string, text: string): void;
}

/** JSON-safe. */
export interface ObjectsState {
  text: string;
  junk: string;
  open: string;
  inString: boolean;
  isEscaped: boolean;
  before: number;
  lost: boolean;
  keyFrom: number;
  key: string;
  around?: string;
  isEnvelope: boolean;
}

export class JsonObjects {
  private readonly handler: ObjectHandler;
  /** Names of lists, in the outermost object, whose elements are objects of their own. */
  private readonly lists: ReadonlySet<string>;
  /** The object that has not ended, one character a byte. */
  private text = '';
  private junk = '';
  /** Brackets that are open, outermost first. */
  private open = '';
  private inString = false;
  private isEscaped = false;
  /** Last byte that means something outside of strings. */
  private before = 0;
  /** The object is too long or too deep: it is followed to its end without being kept. */
  private lost = false;
  /** Where in `text` the last string began, and what it says when it stands directly in the object. */
  private keyFrom = -1;
  private key = '';
  /** Text of the envelope whose list is being read. */
  private around: string | undefined;
  /** The object at hand is an envelope whose list is over. */
  private isEnvelope = false;

  constructor(handler: ObjectHandler, lists: readonly string[] = []) {
    this.handler = handler;
    this.lists = new Set(lists);
  }

  push(bytes: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (this.open === '') {
        from = this.outside(byte, at);
      } else if (this.inString) {
        if (this.string(byte)) {
          this.keep(bytes, from, at);
          this.breakOff('bad-json');
          from = at + 1;
        } else if (byte === QUOTE && !this.inString && this.open === '{') this.endKey(bytes, from, at);
      } else if (byte > 0x20) {
        const end = this.inside(bytes, from, at);
        if (end >= 0) from = end;
      }
      // Bounded byte by byte, so that any cut of the stream ends at the same place.
      if (this.open !== '' && !this.lost && this.text.length + at + 1 - from > MAX_OBJECT) {
        this.keep(bytes, from, at + 1);
        this.lose('too-long');
        from = at + 1;
      }
    }
    if (this.open !== '') this.keep(bytes, from, bytes.length);
  }

  /** What stands unfinished is broken off. */
  end(): void {
    if (this.open !== '') this.breakOff('bad-json');
    this.endJunk();
    if (this.around !== undefined) this.handler.broken('bad-json', this.around);
    this.around = undefined;
    this.before = 0;
  }

  save(): ObjectsState {
    const { text, junk, open, inString, isEscaped, before, lost, keyFrom, key, around, isEnvelope } = this;
    return { text, junk, open, inString, isEscaped, before, lost, keyFrom, key, around, isEnvelope };
  }

  restore(state: ObjectsState): void {
    Object.assign(this, state);
    this.around = state.around;
  }

  /** @returns where the text that is to be kept begins from now on */
  private outside(byte: number, at: number): number {
    if (byte === LBRACE) {
      this.endJunk();
      this.start();
      return at;
    }
    if (byte === RBRACKET && this.around !== undefined) this.resume(this.around);
    else if (byte === LF) this.endJunk();
    else if (!isBetween(byte) && this.junk.length < MAX_JUNK) this.junk += String.fromCharCode(byte);
    return at + 1;
  }

  private start(): void {
    this.text = '';
    this.open = '{';
    this.inString = false;
    this.before = LBRACE;
    this.key = '';
    this.lost = false;
    this.isEnvelope = false;
  }

  private endJunk(): void {
    const junk = this.junk.trim();
    this.junk = '';
    if (junk !== '') this.handler.broken('not-json', unicode(junk));
  }

  /** @returns true when no string of JSON goes on with this byte */
  private string(byte: number): boolean {
    if (byte < 0x20) return true;
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.inString = false;
    return false;
  }

  /** @returns where the text that is to be kept begins from now on; −1 when that stays as it is */
  private inside(bytes: Uint8Array, from: number, at: number): number {
    const byte = bytes[at]!;
    const before = this.before;
    this.before = byte;
    switch (byte) {
      case QUOTE:
        this.inString = true;
        this.keyFrom = this.text.length + at - from;
        return -1;
      case LBRACE:
        if (before === COLON || before === LBRACKET || (before === COMMA && this.open.endsWith('['))) {
          return this.deeper('{');
        }
        // A value cannot begin here: the object broke off, and this is the next one.
        this.keep(bytes, from, at);
        this.breakOff('bad-json');
        this.start();
        return at;
      case LBRACKET:
        return this.isList(before) ? this.descend(bytes, from, at) : this.deeper('[');
      case RBRACE:
      case RBRACKET:
        return this.close(bytes, from, at, byte === RBRACE ? '{' : '[');
      default:
        return -1;
    }
  }

  private deeper(bracket: string): number {
    if (this.open.length === MAX_DEPTH && !this.lost) this.lose('too-deep');
    // Beyond what is told apart only the number of brackets counts, and an endless row of them is cut off with it.
    if (this.open.length < 4 * MAX_DEPTH) this.open += bracket;
    return -1;
  }

  private close(bytes: Uint8Array, from: number, at: number, bracket: string): number {
    this.keep(bytes, from, at + 1);
    if (!this.open.endsWith(bracket)) {
      this.breakOff('bad-json');
      return at + 1;
    }
    this.open = this.open.slice(0, -1);
    if (this.open !== '') return at + 1;
    const { text, lost } = this;
    this.text = '';
    this.lost = false;
    if (lost) return at + 1;
    if (this.isEnvelope) this.handler.envelope(unicode(text));
    else this.handler.object(unicode(text));
    return at + 1;
  }

  private endKey(bytes: Uint8Array, from: number, at: number): void {
    if (this.lists.size === 0 || this.lost) return;
    const kept = this.text.length;
    const start = this.keyFrom + 1;
    const isShort = kept + at - from - start <= MAX_KEY;
    const key = start >= kept ? ([from + start - kept, ''] as const) : ([from, this.text.slice(start)] as const);
    this.key = isShort ? key[1] + latin1(bytes, key[0], at) : '';
  }

  private isList(before: number): boolean {
    return before === COLON && this.open === '{' && !this.lost && this.lists.has(this.key);
  }

  /** The list's elements are read as if they stood by themselves; what was around them waits. */
  private descend(bytes: Uint8Array, from: number, at: number): number {
    this.keep(bytes, from, at + 1);
    // A list that never ended is followed by the envelope of the next.
    if (this.around !== undefined) this.handler.broken('bad-json', unicode(this.around));
    this.around = this.text;
    this.text = '';
    this.open = '';
    return at + 1;
  }

  private resume(around: string): void {
    this.endJunk();
    this.around = undefined;
    this.start();
    this.text = `${around}]`;
    this.before = RBRACKET;
    this.isEnvelope = true;
  }

  private keep(bytes: Uint8Array, from: number, to: number): void {
    if (!this.lost && to > from) this.text += latin1(bytes, from, to);
  }

  private lose(reason: string): void {
    this.handler.broken(reason, unicode(this.text.slice(0, MAX_JUNK)));
    this.text = '';
    this.lost = true;
  }

  private breakOff(reason: string): void {
    const { text, lost } = this;
    this.text = '';
    this.open = '';
    this.inString = false;
    this.isEscaped = false;
    this.lost = false;
    if (!lost) this.handler.broken(reason, unicode(text));
  }
}

/** What may stand between objects: white space, commas, brackets of arrays, record separators (RFC 7464), a byte order mark. */
function isBetween(byte: number): boolean {
  return (
    byte <= 0x20 ||
    byte === COMMA ||
    byte === LBRACKET ||
    byte === RBRACKET ||
    byte === 0xef ||
    byte === 0xbb ||
    byte === 0xbf
  );
}

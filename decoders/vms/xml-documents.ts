/**
 * XML documents that follow one another on a stream, with or without something between them → elements. The parser is
 * saxes: strict, namespace-aware, and without any use for a DTD; a document that declares or needs an entity of its own is
 * refused. Knows nothing of what the documents say.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { fromLatin1, unicode } from '../bytes.ts';

/** Why a document could not be read. */
export type XmlFault = 'xml-malformed' | 'xml-entities' | 'xml-encoding' | 'xml-too-deep' | 'too-long' | 'unfinished';

/** What is told of each document, in order. Nothing is known of a document's worth before `done`. */
export interface XmlHandler {
  begin(): void;
  /**
   * @param at where the tag begins in the document's text
   * @returns false when this element can only belong to a next document, so that the one before has broken off
   */
  open(tag: SaxesTagNS, at: number): boolean;
  /**
   * @param text characters directly in the element, after its last child
   * @param end where its end tag ends in the document's text
   */
  close(text: string, end: number): void;
  /** @param raw the document, one character a byte */
  done(raw: string): void;
  failed(fault: XmlFault, raw: string): void;
}

/** Messages with a month of hourly positions have half of it. */
const MAX_DOCUMENT = 1_048_576;
/** Envelopes and messages together have 12. A prefix is looked up through all levels, so that depth costs time. */
const MAX_DEPTH = 64;

const LESS = 0x3c;
const GREATER = 0x3e;
const ANY_START = /^<[A-Za-z_:?!\x80-\xff]/;
const ELEMENT_START = /^<[A-Za-z_:\x80-\xff]/;
const DECLARATION = /^<\?xml\s/;
/** The same declaration with two bytes a character. */
const UTF16_START = '<\0?\0x';
const LATIN1 = /^(?:iso-?8859-1|latin-?1)$/i;

/**
 * No reference reaches over the end of a piece, but after an `&` that stands alone saxes looks for the `;` through all that
 * follows, next documents included. It keeps what it has seen of the name in a field that it doesn't publish.
 */
function isInReference(parser: unknown): boolean {
  return (parser as { entity?: string } | undefined)?.entity !== '';
}

class Refusal extends Error {
  readonly fault: XmlFault;

  constructor(fault: XmlFault) {
    super(fault);
    this.fault = fault;
  }
}

/** JSON-safe. */
export interface XmlState {
  raw: string;
  piece: string;
  lost: boolean;
}

/**
 * The stream is cut before every `<` and after every `>`: each piece goes to the parser by itself, so that a document ends
 * where a piece ends and one that broke off can be left at the piece where the next begins.
 */
export class XmlDocuments {
  private readonly handler: XmlHandler;
  private readonly root: RegExp;
  /** Of the document that is under way. */
  private parser: SaxesParser<{ xmlns: true }> | undefined;
  private raw = '';
  /** Where the piece that the parser is at begins and ends in `raw`. */
  private at = 0;
  private depth = 0;
  private text = '';
  private isOver = false;
  private hasElement = false;
  private refused: XmlFault | undefined;
  private charset: TextDecoder | 'latin1' | undefined;
  /** Begins with `<` unless a document is under way; its end has not arrived. */
  private piece = '';
  /** After a bad document only what surely begins one is believed. */
  private lost = false;

  /** @param root matches start tags with which a document surely begins, at the beginning of the text */
  constructor(handler: XmlHandler, root: RegExp) {
    this.handler = handler;
    this.root = root;
  }

  /** @param text any cut of the stream, one character a byte */
  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code !== LESS && code !== GREATER) continue;
      const to = code === LESS ? at : at + 1;
      this.extend(text.slice(from, to));
      this.takePiece();
      from = to;
    }
    this.extend(text.slice(from));
  }

  /** The stream is over, or what comes next has nothing to do with what came before. */
  end(): void {
    const { piece } = this;
    this.piece = '';
    if (this.parser) {
      this.raw += piece;
      this.fail('unfinished');
    } else if (DECLARATION.test(piece) || this.root.test(piece)) {
      this.handler.failed('unfinished', piece);
    }
    this.lost = false;
  }

  save(): XmlState {
    return { raw: this.raw, piece: this.piece, lost: this.lost };
  }

  restore({ raw, piece, lost }: XmlState): void {
    this.parser = undefined;
    this.raw = '';
    this.piece = '';
    this.lost = false;
    this.push(raw);
    this.takePiece();
    this.piece = piece;
    this.lost = lost;
  }

  private extend(part: string): void {
    if (part === '' || (!this.parser && this.piece === '' && part.charCodeAt(0) !== LESS)) return;
    this.piece += part;
    if (this.raw.length + this.piece.length <= MAX_DOCUMENT) return;
    const isDocument = this.parser !== undefined || this.mayBegin(this.piece);
    this.raw += this.piece;
    this.piece = '';
    if (isDocument) this.fail('too-long');
    this.raw = '';
  }

  private takePiece(): void {
    const { piece } = this;
    this.piece = '';
    if (piece === '') return;
    if (!this.parser) {
      if (!this.mayBegin(piece)) return;
      this.begin();
    }
    this.read(piece);
  }

  private mayBegin(piece: string): boolean {
    if (piece.startsWith(UTF16_START)) return true;
    return this.lost ? DECLARATION.test(piece) || this.root.test(piece) : ANY_START.test(piece);
  }

  private begin(): void {
    const parser = new SaxesParser({ xmlns: true, position: false });
    parser.on('error', ({ message }) => this.parserFault(message));
    parser.on('doctype', () => {
      this.refused ??= 'xml-entities';
    });
    parser.on('xmldecl', ({ encoding }) => this.declare(encoding));
    parser.on('opentag', (tag) => this.open(tag));
    parser.on('closetag', () => this.close());
    const add = (text: string): void => {
      this.text += text;
    };
    parser.on('text', add);
    parser.on('cdata', add);
    this.parser = parser;
    this.raw = '';
    this.depth = 0;
    this.text = '';
    this.isOver = false;
    this.hasElement = false;
    this.refused = undefined;
    this.charset = undefined;
    this.handler.begin();
  }

  private read(piece: string): void {
    this.at = this.raw.length;
    this.raw += piece;
    this.hasElement ||= ELEMENT_START.test(piece);
    try {
      if (piece.startsWith(UTF16_START)) throw new Refusal('xml-encoding');
      this.parser?.write(this.decoded(piece));
      if (isInReference(this.parser)) throw new Refusal('xml-malformed');
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const isFirst = this.at === 0;
      this.fail(error.fault);
      if (!isFirst && this.mayBegin(piece)) {
        this.begin();
        this.read(piece);
      }
      return;
    }
    if (!this.isOver) return;
    if (this.refused) this.fail(this.refused);
    else this.handler.done(this.raw);
    this.parser = undefined;
    this.raw = '';
    this.lost = false;
  }

  /** Comments and the like without any element were no document. */
  private fail(fault: XmlFault): void {
    const { raw, refused } = this;
    const counts = this.hasElement || refused !== undefined || fault === 'too-long' || fault === 'xml-encoding';
    this.parser = undefined;
    this.raw = '';
    this.lost = true;
    if (counts) this.handler.failed(refused ?? fault, raw);
  }

  /** An entity that nobody declared is found where it is used; the document is read on to its end, to be refused as one. */
  private parserFault(message: string): void {
    if (!message.endsWith('undefined entity.')) throw new Refusal('xml-malformed');
    this.refused ??= 'xml-entities';
  }

  private declare(encoding = 'utf-8'): void {
    if (/^(?:utf-?8|us-ascii)$/i.test(encoding)) return;
    if (LATIN1.test(encoding)) {
      this.charset = 'latin1';
      return;
    }
    // What could be read as far as here has one byte a character.
    if (/^(?:utf|ucs|iso-10646)/i.test(encoding)) throw new Refusal('xml-encoding');
    try {
      this.charset = new TextDecoder(encoding);
    } catch {
      throw new Refusal('xml-encoding');
    }
  }

  private decoded(piece: string): string {
    if (this.charset === 'latin1') return piece;
    if (!this.charset) return unicode(piece);
    return this.charset.decode(fromLatin1(piece));
  }

  private open(tag: SaxesTagNS): void {
    if (++this.depth > MAX_DEPTH) throw new Refusal('xml-too-deep');
    this.text = '';
    if (!this.handler.open(tag, this.at)) throw new Refusal('unfinished');
  }

  private close(): void {
    this.handler.close(this.text, this.raw.length);
    this.text = '';
    this.isOver = --this.depth === 0;
  }
}

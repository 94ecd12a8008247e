/** An XML document → elements. saxes is strict and expands no entity of a document's own; depth and number are bounded here. */
import { SaxesParser } from 'saxes';
import { textOf } from './file-text.ts';
import { FileRefusal, MAX_DEPTH } from './reading.ts';

/** Every vertex of a GPX file is an element with some children. */
const MAX_ELEMENTS = 1_000_000;

export interface XmlElement {
  /** Without its prefix. */
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
  /** Line of its start tag, from 1. */
  line: number;
}

/** @throws FileRefusal `file-broken`, `nested-too-deep` */
export function xmlTree(bytes: Uint8Array): XmlElement {
  const declared = /^[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)["']/.exec(latin1Start(bytes))?.[1];
  const document: XmlElement = element('', {}, 1);
  const open = [document];
  let count = 0;
  const parser = new SaxesParser();
  parser.on('opentag', (tag) => {
    if (open.length > MAX_DEPTH) throw tooDeep(parser.line);
    if (++count > MAX_ELEMENTS) throw broken(parser.line, parser.column, 'quá nhiều thẻ', 'too many elements');
    const made = element(localName(tag.name), tag.attributes, parser.line);
    open[open.length - 1]!.children.push(made);
    open.push(made);
  });
  const addText = (text: string): void => {
    open[open.length - 1]!.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => open.pop());
  parser.on('error', (error) => {
    const why = error.message.replace(/^[\d:\s]+/, '').replace(/\.$/, '');
    throw broken(parser.line, parser.column, `XML sai (${why})`, `the XML is wrong (${why})`);
  });
  parser.write(textOf(bytes, declared)).close();
  return document.children[0]!;
}

function element(name: string, attributes: Record<string, string>, line: number): XmlElement {
  return { name, attributes, children: [], text: '', line };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function latin1Start(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 200));
}

function broken(line: number, column: number, vi: string, en: string): FileRefusal {
  return new FileRefusal('file-broken', {
    vi: `Tệp hỏng tại dòng ${line}, cột ${column}: ${vi}.`,
    en: `The file is broken at line ${line}, column ${column}: ${en}.`,
    places: [{ line }],
  });
}

function tooDeep(line: number): FileRefusal {
  return new FileRefusal('nested-too-deep', {
    vi: `Tệp có hơn ${MAX_DEPTH} cấp lồng nhau (dòng ${line}).`,
    en: `The file is nested more than ${MAX_DEPTH} levels deep (line ${line}).`,
    places: [{ line }],
  });
}

/** First child of a name, below each of the names before it. */
export function child(parent: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  let at = parent;
  for (const name of path) at = at?.children.find((one) => one.name === name);
  return at;
}

export function childText(parent: XmlElement, name: string): string | undefined {
  const text = child(parent, name)?.text.trim();
  return text ? text : undefined;
}

/** All elements below of the given names, in document order; what lies below one of them is its own affair. */
export function* descendants(parent: XmlElement, names: ReadonlySet<string>): Generator<XmlElement> {
  for (const one of parent.children) {
    if (names.has(one.name)) yield one;
    else yield* descendants(one, names);
  }
}

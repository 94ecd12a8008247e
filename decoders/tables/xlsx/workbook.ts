/**
 * An Excel workbook (Office Open XML, ECMA-376) → the rows of its worksheets, as text. Reads what tables need: shared and
 * inline strings, numbers, booleans, ISO dates; no formulas (their stored results), no styles: a date is a number of days.
 */
import { SaxesParser } from 'saxes';
import { MAX_COLUMNS } from '../column-map.ts';
import { type Allowance, ZipArchive, ZipError, type ZipFault } from './zip.ts';

export type WorkbookFault = ZipFault | 'xlsx-damaged' | 'xlsx-too-large';

interface WorkbookHandler {
  /** A worksheet begins. @param from1904 its days are counted from 1904 */
  sheet(from1904: boolean): void;
  /** @param number of the row as the spreadsheet shows it, from 1 */
  row(cells: string[], number: number): void;
  /** The worksheet is over. */
  sheetEnd(): void;
}

/** XML that an archive may become: a sheet of 100,000 positions has about 50 MiB. */
const MAX_INFLATED = 64 * 1024 * 1024;
/** Characters of all shared strings together. */
const MAX_STRINGS = 16 * 1024 * 1024;
/** Longest stretch without a tag; the parser keeps it until the next one comes. */
const MAX_STRETCH = 256 * 1024;
/** Longest text of a cell in Excel. */
const MAX_CELL = 32_767;

class XlsxError extends Error {
  readonly fault: WorkbookFault;

  constructor(fault: WorkbookFault) {
    super(fault);
    this.fault = fault;
  }
}

/** @returns why the workbook cannot be read (further); rows that were handed on before hold */
export function readWorkbook(bytes: Uint8Array, handler: WorkbookHandler): WorkbookFault | undefined {
  try {
    const archive = new ZipArchive(bytes);
    const allowance = { bytes: MAX_INFLATED };
    const book = readBook(archive, allowance);
    const strings = archive.has(book.strings) ? readStrings(archive, allowance, book.strings) : [];
    for (const path of book.sheets) {
      handler.sheet(book.from1904);
      readSheet(archive, allowance, path, strings, handler);
      handler.sheetEnd();
    }
    return undefined;
  } catch (error) {
    if (error instanceof ZipError || error instanceof XlsxError) return error.fault;
    throw error;
  }
}

interface Book {
  sheets: string[];
  strings: string;
  from1904: boolean;
}

function readBook(archive: ZipArchive, allowance: Allowance): Book {
  const ids: string[] = [];
  let from1904 = false;
  readXml(archive, allowance, 'xl/workbook.xml', {
    open(name, attribute) {
      if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attribute('date1904'));
      if (name === 'sheet' && ids.length < 256) ids.push(attribute('id'));
    },
  });
  const targets = new Map<string, string>();
  let strings = 'xl/sharedStrings.xml';
  readXml(archive, allowance, 'xl/_rels/workbook.xml.rels', {
    open(name, attribute) {
      if (name !== 'Relationship') return;
      const target = pathOf(attribute('Target'));
      if (attribute('Type').endsWith('/worksheet')) targets.set(attribute('Id'), target);
      if (attribute('Type').endsWith('/sharedStrings')) strings = target;
    },
  });
  return { sheets: ids.flatMap((id) => targets.get(id) ?? []), strings, from1904 };
}

/** Targets are relative to the workbook, or begin at the archive's root. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
}

function readStrings(archive: ZipArchive, allowance: Allowance, path: string): string[] {
  const strings: string[] = [];
  let size = 0;
  let text = '';
  let isPhonetic = false;
  readXml(archive, allowance, path, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') isPhonetic = true;
    },
    text(piece, element) {
      if (element === 't' && !isPhonetic) text = (text + piece).slice(0, MAX_CELL);
    },
    close(name) {
      if (name === 'rPh') isPhonetic = false;
      if (name !== 'si') return;
      size += text.length + 8;
      if (size > MAX_STRINGS) throw new XlsxError('xlsx-too-large');
      strings.push(text);
    },
  });
  return strings;
}

function readSheet(
  archive: ZipArchive,
  allowance: Allowance,
  path: string,
  strings: readonly string[],
  { row }: WorkbookHandler,
): void {
  let cells: string[] = [];
  let number = 0;
  let column = 0;
  let type = '';
  let text = '';
  readXml(archive, allowance, path, {
    open(name, attribute) {
      if (name === 'row') {
        cells = [];
        column = 0;
        number = Number(/^\d{1,7}$/.exec(attribute('r'))?.[0] ?? number + 1);
      } else if (name === 'c') {
        column = columnOf(attribute('r')) ?? column + 1;
        type = attribute('t');
        text = '';
      }
    },
    text(piece, element) {
      if (element === 'v' || element === 't') text = (text + piece).slice(0, MAX_CELL);
    },
    close(name) {
      if (name === 'row') row(cells, number);
      else if (name === 'c' && column <= MAX_COLUMNS) {
        while (cells.length < column - 1) cells.push('');
        cells[column - 1] = type === 's' ? (strings[Number(text)] ?? '') : type === 'e' ? '' : text;
      }
    },
  });
}

/** 1 for `A7`, 28 for `AB7`. */
function columnOf(reference: string): number | undefined {
  const letters = /^([A-Z]{1,3})\d/.exec(reference)?.[1];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0);
}

interface XmlHandler {
  open?(name: string, attribute: (name: string) => string): void;
  text?(text: string, element: string): void;
  close?(name: string): void;
}

/** Element and attribute names without their prefix: which one is written differs by program. */
function readXml(archive: ZipArchive, allowance: Allowance, path: string, handler: XmlHandler): void {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let element = '';
  parser.on('error', () => {
    throw new XlsxError('xlsx-damaged');
  });
  parser.on('doctype', () => {
    throw new XlsxError('xlsx-damaged');
  });
  parser.on('opentag', ({ name, attributes }) => {
    element = localName(name);
    handler.open?.(element, (wanted) => {
      const found = Object.keys(attributes).find((own) => localName(own) === wanted);
      return found === undefined ? '' : attributes[found]!;
    });
  });
  parser.on('text', (text) => handler.text?.(text, element));
  parser.on('cdata', (text) => handler.text?.(text, element));
  parser.on('closetag', ({ name }) => {
    handler.close?.(localName(name));
    element = '';
  });
  const decoder = new TextDecoder();
  let stretch = 0;
  archive.read(path, allowance, (bytes) => {
    const text = decoder.decode(bytes, { stream: true });
    const tag = Math.max(text.lastIndexOf('<'), text.lastIndexOf('>'));
    stretch = tag < 0 ? stretch + text.length : text.length - tag;
    if (stretch > MAX_STRETCH) throw new XlsxError('xlsx-damaged');
    parser.write(text);
  });
  parser.write(decoder.decode()).close();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** `haidang decode`: a file of AIS or VMS traffic as JSON Lines, for scripts, for inquiry and for checking the decoders. */
import { createReadStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Fault } from '../../decoders/faults.ts';
import { createDecoder, type DecoderFormat, type DecoderOptions, decoderFormats } from '../../decoders/registry.ts';
import type { DecoderSink, Message, MessageMeta } from '../../decoders/report.ts';
import { type ColumnMap, checkColumnMap } from '../../decoders/tables/column-map.ts';
import { isoTime } from '../../decoders/time.ts';
import { type SbdCodec, sbdCodecs } from '../../decoders/vms/sbd-codec.ts';
import type { Vn1008Layout } from '../../decoders/vms/vn1008-layout.ts';
import { checkVn1008Layout } from '../../decoders/vms/vn1008-layout-check.ts';
import { badOption, needed, nothingMore, readCommandLine } from '../command-line.ts';
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';

const usage = `haidang decode: AIS (NMEA 0183, gpsd and AIS-catcher JSON) or VMS (NAF, FLUX, Inmarsat-C, Iridium DirectIP,
notice 1008, CSV and Excel tables, JSON, Signal K) traffic as JSON Lines

  haidang decode [--format ${decoderFormats.join('|')}] [--count-only] FILE|-

  FILE          plain or gzip; - is standard input
  --format F    what FILE holds (default auto: told by what it holds, and again where that changes)
  --columns F   JSON file with the column map of CSV and Excel tables (default: guessed from each header)
  --layout F    JSON file with the layout of notice 1008's records (default: as NMEA 0183 RMC)
  --codecs F    JSON file with the codecs of Iridium payloads (default: Meitrack T622, and a plain one)
  --count-only  only the last line on standard error
  --help        this text

One message a line, with the field names and units of gpsd for AIS; "time" is when the station received it, where the
file says so. The last line on standard error counts: {"sentences","messages","rejected":{reason:n},"pending"}. A line {"damaged":{reason:n}} before it counts tag blocks and
wrappers that were wrong while their sentence was right; a line {"tables":[…]} says by which column map each table was
read, how sure a guess is, and what its rows say against it.
`;

/** Nothing here waits for a clock: parts of a message are only given up after a number of sentences. */
const NO_TIME = 0;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { help, format, countOnly, path, columns, layout, codecs } = parse(args);
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const output = new LineOutput(process.stdout);
  const options: DecoderOptions = { columns: columnMap(columns), vn1008: vn1008Layout(layout), sbd: codecList(codecs) };
  const sink: DecoderSink = {
    message: countOnly ? () => {} : (message, meta) => output.add(line(message, meta)),
    rejected: () => {},
  };
  const decoder = createDecoder(format, sink, options);
  let isEmpty = true;
  try {
    for await (const chunk of unpacked(path === '-' ? process.stdin : createReadStream(path))) {
      isEmpty = false;
      decoder.push(chunk, NO_TIME);
      await output.flush();
      if (output.closed) return 0;
    }
  } catch (error) {
    throw new HaidangError('file-unreadable', { path, why: systemWords(error) });
  }
  decoder.end(NO_TIME);
  await output.flush();
  const { damaged, ...counts } = decoder.stats;
  const tables = decoder.findings ?? [];
  if (tables.length > 0) process.stderr.write(`${JSON.stringify({ tables })}\n`);
  if (Object.keys(damaged).length > 0) process.stderr.write(`${JSON.stringify({ damaged })}\n`);
  if (!isEmpty && counts.sentences === 0 && counts.messages === 0 && Object.keys(counts.rejected).length === 0) {
    const known =
      format === 'auto' ? 'any known format (they are listed by haidang decode --help)' : `the format ${format}`;
    process.stderr.write(`haidang decode: nothing in “${path}” is of ${known}.\n`);
  }
  process.stderr.write(`${JSON.stringify(counts)}\n`);
  return 0;
}

/** AIS messages get the station's time as `time`; VMS messages carry their own. */
function line(message: Message, meta: MessageMeta): string {
  const text = JSON.stringify(message);
  if (message.class !== 'AIS' || meta.stationTime === undefined) return text;
  return `${text.slice(0, -1)},"time":"${isoTime(meta.stationTime)}"}`;
}

/** The files hold what the checks of their rooms let pass. */
function columnMap(path: string | undefined): ColumnMap | undefined {
  if (path === undefined) return undefined;
  const checked = checkColumnMap(settings('--columns', path));
  if ('faults' in checked) throw faulty('--columns', path, checked.faults);
  return checked.map;
}

function vn1008Layout(path: string | undefined): Vn1008Layout | undefined {
  if (path === undefined) return undefined;
  const checked = checkVn1008Layout(settings('--layout', path));
  if ('faults' in checked) throw faulty('--layout', path, checked.faults);
  return checked.layout;
}

function codecList(path: string | undefined): readonly SbdCodec[] | undefined {
  if (path === undefined) return undefined;
  const checked = sbdCodecs(settings('--codecs', path));
  if (typeof checked === 'string') throw badOption('decode', `--codecs ${path}`, checked);
  return checked;
}

function settings(option: string, path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new HaidangError('file-unreadable', { path, why: systemWords(error) });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw badOption('decode', `${option} ${path}`, 'the file is not JSON');
  }
}

function faulty(option: string, path: string, faults: readonly Fault[]): HaidangError {
  return badOption('decode', `${option} ${path}`, faults.map(({ at, en }) => `${at}: ${en}`).join('; '));
}

interface Options {
  help: boolean;
  format: DecoderFormat;
  countOnly: boolean;
  path: string;
  columns?: string;
  layout?: string;
  codecs?: string;
}

function parse(args: string[]): Options {
  const { values, positionals } = readCommandLine('decode', {
    args,
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      'count-only': { type: 'boolean' },
      columns: { type: 'string' },
      layout: { type: 'string' },
      codecs: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [file, further] = positionals;
  const help = values.help ?? false;
  const format = decoderFormats.find((known) => known === (values.format ?? 'auto'));
  if (!format) {
    throw badOption('decode', `--format ${values.format}`, `known formats are ${decoderFormats.join(', ')}`);
  }
  nothingMore('decode', further);
  return {
    help,
    format,
    countOnly: values['count-only'] ?? false,
    path: help ? '-' : needed('decode', 'FILE (or - for standard input)', file),
    columns: values.columns,
    layout: values.layout,
    codecs: values.codecs,
  };
}

/** The bytes of a stream, unzipped when its first two say that it is gzip. */
async function* unpacked(source: Readable): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const all = Readable.from(rest(head, chunks), { objectMode: false });
  if (!(head[0] === 0x1f && head[1] === 0x8b)) {
    yield* all;
    return;
  }
  const gunzip = createGunzip();
  all.on('error', (error) => gunzip.destroy(error));
  yield* all.pipe(gunzip);
}

async function* rest(head: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
}

/** Gathers lines and writes them in one piece; waits for a slow reader and stops for one that has gone. */
class LineOutput {
  closed = false;
  private text = '';
  private readonly stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      this.closed = true;
    });
  }

  add(line: string): void {
    this.text += `${line}\n`;
  }

  async flush(): Promise<void> {
    const text = this.text;
    this.text = '';
    if (text !== '' && !this.closed) await new Promise<void>((written) => this.stream.write(text, () => written()));
  }
}

/** `haidang decode`: a file of AIS or VMS traffic as JSON Lines, for scripts, for inquiry and for checking the decoders. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { createDecoder, type DecoderFormat, decoderFormats } from '../../decoders/registry.ts';
import type { Message, MessageMeta } from '../../decoders/report.ts';
import { isoTime } from '../../decoders/time.ts';
import { HaidangError } from '../errors.ts';

const usage = `haidang decode: AIS (NMEA 0183) or VMS (NAF, FLUX, Inmarsat-C, Iridium DirectIP) traffic as JSON Lines

  haidang decode [--format ${decoderFormats.join('|')}] [--count-only] FILE|-

  FILE          plain or gzip; - is standard input
  --format F    what FILE holds (default auto: told by its beginning)
  --count-only  only the last line on standard error
  --help        this text

One message a line, with the field names and units of gpsd for AIS; "time" is when the station received it, where the
file says so. The last line on standard error counts: {"sentences","messages","rejected":{reason:n},"pending"}. A line {"damaged":{reason:n}} before it counts tag blocks and
wrappers that were wrong while their sentence was right.
`;

/** Nothing here waits for a clock: parts of a message are only given up after a number of sentences. */
const NO_TIME = 0;

/** Returns the exit code; what a person did wrong is thrown as HaidangError. */
export async function run(args: string[]): Promise<number> {
  const { help, format, countOnly, path } = parse(args);
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const output = new LineOutput(process.stdout);
  const decoder = createDecoder(format, {
    message: countOnly ? () => {} : (message, meta) => output.add(line(message, meta)),
    rejected: () => {},
  });
  try {
    for await (const chunk of unpacked(path === '-' ? process.stdin : createReadStream(path))) {
      decoder.push(chunk, NO_TIME);
      await output.flush();
      if (output.closed) return 0;
    }
  } catch (error) {
    throw new HaidangError('file-unreadable', { path, why: reason(error) });
  }
  decoder.end(NO_TIME);
  await output.flush();
  const { damaged, ...counts } = decoder.stats;
  if (Object.keys(damaged).length > 0) process.stderr.write(`${JSON.stringify({ damaged })}\n`);
  process.stderr.write(`${JSON.stringify(counts)}\n`);
  return 0;
}

/** AIS messages get the station's time as `time`; VMS messages carry their own. */
function line(message: Message, meta: MessageMeta): string {
  const text = JSON.stringify(message);
  if (message.class !== 'AIS' || meta.stationTime === undefined) return text;
  return `${text.slice(0, -1)},"time":"${isoTime(meta.stationTime)}"}`;
}

interface Options {
  help: boolean;
  format: DecoderFormat;
  countOnly: boolean;
  path: string;
}

function parse(args: string[]): Options {
  const { values, positionals } = parseOptions(args);
  const help = values.help ?? false;
  const format = decoderFormats.find((known) => known === (values.format ?? 'auto'));
  if (!format) throw bad(`--format ${values.format}`, `known formats are ${decoderFormats.join(', ')}`);
  if (!help && positionals.length !== 1) {
    throw bad(positionals[1] ?? 'FILE', 'exactly one file, or - for standard input, is needed');
  }
  return { help, format, countOnly: values['count-only'] ?? false, path: positionals[0] ?? '-' };
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        'count-only': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw bad(/'([^']+)'/.exec(why)?.[1] ?? args.join(' '), why.split('. ')[0]!);
  }
}

function bad(option: string, why: string): HaidangError {
  return new HaidangError('bad-option', { option, why, command: 'decode' });
}

/** What the system said, without its code and path: `ENOENT: no such file or directory, open '…'`. */
function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /^E[A-Z]+: ([^,]+)/.exec(text)?.[1] ?? text;
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

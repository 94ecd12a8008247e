/**
 * SMS through the spool of smstools3 (or gammu-smsd's files backend set up likewise): a file a message, named after it, so that
 * handing it over again is no second message. What the daemon did is read from the folders it moves files to.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { smsParts } from '../templates/sms-parts.ts';
import { type ChannelSender, DeliveryProblem, tidyAnswer } from './channel.ts';
import type { Hearing } from './hearing.ts';
import { writeNumber } from './numbers.ts';

export const smstoolsConfig = z.strictObject({
  outgoing: z.string().min(1),
  sent: z.string().min(1),
  failed: z.string().min(1),
  /** Status reports, where the modem asks for them. */
  report: z.string().optional(),
  /** Messages that came in. */
  incoming: z.string().optional(),
  numbers: z.enum(['as-is', '0', '84', '+84']).default('84'),
  pollSeconds: z.number().positive().max(3600).default(5),
});
type SmstoolsConfig = z.infer<typeof smstoolsConfig>;

const ours = /^(?:haidang-)(dlv-[\da-f]{20})$/;
/** Files looked at in one go. */
const filesAtOnce = 500;
const longestFile = 16_384;
/** Where what has been read is put. */
const doneFolder = 'haidang-read';
/** Messages whose report may still come. */
const maxAwaited = 20_000;

export function createSmstoolsSender(
  config: SmstoolsConfig,
  hearing: Hearing,
  onProblem: (why: string) => void,
): ChannelSender {
  const spool = new Spool(config, hearing, onProblem);
  return {
    async send({ id, address, body }) {
      const name = `haidang-${id}`;
      // Taken up before a crash: the daemon has it.
      for (const folder of [config.sent, config.failed, join(config.sent, doneFolder)])
        if (existsSync(join(folder, name))) return taken(id, 'the spool had it already');
      const { alphabet } = smsParts(body);
      const head = [
        `To: ${writeNumber(address, config.numbers)}`,
        'Report: yes',
        `Alphabet: ${alphabet === 'gsm7' ? 'ISO' : 'UCS'}`,
      ];
      const text = Buffer.from(body, alphabet === 'gsm7' ? 'latin1' : 'utf16le');
      if (alphabet === 'ucs2') text.swap16();
      try {
        // The daemon must never see half a file: it is put there whole.
        const draft = join(config.outgoing, `.${name}.tmp`);
        await writeFile(draft, Buffer.concat([Buffer.from(`${head.join('\n')}\n\n`, 'latin1'), text]), {
          mode: 0o660,
          flush: true,
        });
        await rename(draft, join(config.outgoing, name));
      } catch (error) {
        throw new DeliveryProblem(true, tidyAnswer(`The spool cannot be written: ${(error as Error).message}`));
      }
      return taken(id, 'in the spool');
    },
    close() {
      spool.close();
    },
  };
}

function taken(id: string, answer: string): { outcome: 'sent'; answer: string; gatewayId: string } {
  return { outcome: 'sent', answer, gatewayId: `spool:${id}` };
}

/** Reads what the daemon left behind, again and again. */
class Spool {
  readonly #config: SmstoolsConfig;
  readonly #hearing: Hearing;
  readonly #onProblem: (why: string) => void;
  readonly #timer: NodeJS.Timeout;
  /** Delivery ids by the daemon's Message_id and number. */
  readonly #awaited = new Map<string, string>();
  #looking = false;

  constructor(config: SmstoolsConfig, hearing: Hearing, onProblem: (why: string) => void) {
    this.#config = config;
    this.#hearing = hearing;
    this.#onProblem = onProblem;
    this.#timer = setInterval(() => void this.#look(), config.pollSeconds * 1000);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const { sent, failed, report, incoming } = this.#config;
    try {
      await this.#rememberRead(join(sent, doneFolder));
      await this.#each(sent, (name, head) => this.#sent(name, head));
      await this.#each(failed, (name, head) => this.#failed(name, head));
      if (report) await this.#each(report, (_, head, body) => this.#reported(head, body));
      if (incoming) await this.#each(incoming, (_, head, body) => this.#incoming(head, body));
    } catch (error) {
      this.#onProblem(String(error));
    } finally {
      this.#looking = false;
    }
  }

  /** After a restart: whose reports may still come. */
  async #rememberRead(folder: string): Promise<void> {
    if (this.#awaited.size > 0 || !existsSync(folder)) return;
    for (const name of (await readdir(folder)).slice(-filesAtOnce)) {
      const file = parse(await readFile(join(folder, name)));
      this.#await(name, file.head);
    }
  }

  async #each(
    folder: string,
    hear: (name: string, head: Map<string, string>, body: string) => Promise<boolean>,
  ): Promise<void> {
    if (!existsSync(folder)) return;
    const entries = await readdir(folder, { withFileTypes: true });
    for (const { name } of entries.filter((one) => one.isFile() && !one.name.startsWith('.')).slice(0, filesAtOnce)) {
      const path = join(folder, name);
      const { head, body } = parse((await readFile(path)).subarray(0, longestFile));
      if (!(await hear(name, head, body))) continue;
      await mkdir(join(folder, doneFolder), { recursive: true });
      await rename(path, join(folder, doneFolder, name));
    }
  }

  #await(name: string, head: Map<string, string>): string | undefined {
    const deliveryId = ours.exec(name)?.[1];
    if (deliveryId === undefined) return undefined;
    const [oldest] = this.#awaited.keys();
    if (this.#awaited.size >= maxAwaited && oldest !== undefined) this.#awaited.delete(oldest);
    this.#awaited.set(reportKey(head.get('message_id'), head.get('to')), deliveryId);
    return deliveryId;
  }

  async #sent(name: string, head: Map<string, string>): Promise<boolean> {
    const deliveryId = this.#await(name, head);
    if (deliveryId === undefined) return false;
    await this.#hearing.receipt({
      channel: 'sms',
      deliveryId,
      state: 'accepted',
      answer: tidyAnswer(`sent ${head.get('sent') ?? ''}`),
    });
    return true;
  }

  async #failed(name: string, head: Map<string, string>): Promise<boolean> {
    const deliveryId = ours.exec(name)?.[1];
    if (deliveryId === undefined) return false;
    const why = head.get('fail_reason') ?? 'the spool could not send it';
    await this.#hearing.receipt({ channel: 'sms', deliveryId, state: 'failed', answer: tidyAnswer(why) });
    return true;
  }

  /** `Status: 0,Ok,short message received by the SME` (TS 23.040 §9.2.3.15: 0–31 done, 32–63 goes on, 64… not any more). */
  async #reported(head: Map<string, string>, body: string): Promise<boolean> {
    const status = /^Status:\s*(\d+)/im.exec(body);
    const id = /^Message_id:\s*(\d+)/im.exec(body)?.[1] ?? head.get('message_id');
    const deliveryId = this.#awaited.get(reportKey(id, head.get('from')));
    if (!status || deliveryId === undefined) return false;
    const code = Number(status[1]);
    const state = code < 32 ? 'delivered' : code < 64 ? 'accepted' : code === 70 ? 'expired' : 'failed';
    const words = tidyAnswer(/^Status:.*$/im.exec(body)?.[0] ?? body);
    await this.#hearing.receipt({ channel: 'sms', deliveryId, state, answer: words });
    return true;
  }

  async #incoming(head: Map<string, string>, body: string): Promise<boolean> {
    const from = head.get('from');
    if (from === undefined) return false;
    await this.#hearing.sms({ from: /^\d{9,}$/.test(from) ? `+${from}` : from, text: body.trim() });
    return true;
  }
}

function reportKey(id: string | undefined, number: string | undefined): string {
  return `${id ?? ''} ${(number ?? '').replace(/\D/g, '')}`;
}

/** Header lines, an empty one, and the text. */
function parse(bytes: Buffer): { head: Map<string, string>; body: string } {
  const file = bytes.toString('latin1');
  const end = /\r?\n\r?\n/.exec(file);
  const lines = file.slice(0, end?.index ?? file.length).split(/\r?\n/);
  const head = new Map(
    lines.flatMap((line): [string, string][] => {
      const parts = /^([\w-]+):\s*(.*)$/.exec(line);
      return parts?.[1] === undefined ? [] : [[parts[1].toLowerCase(), (parts[2] ?? '').trim()]];
    }),
  );
  const raw = end ? bytes.subarray(end.index + end[0].length) : Buffer.alloc(0);
  const isWide = /^ucs/i.test(head.get('alphabet') ?? '') && raw.length % 2 === 0;
  return { head, body: isWide ? Buffer.from(raw).swap16().toString('utf16le') : raw.toString('utf8') };
}

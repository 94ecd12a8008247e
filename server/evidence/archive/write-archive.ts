/** Writes an evidence archive: finds the raw bytes in the journal, puts everything into files, hashes them. Runs in a thread of its own. */
import { join } from 'node:path';
import type { Fix } from '../../../geofences/fix.ts';
import type { Rule } from '../../../geofences/types.ts';
import { HaidangError } from '../../errors.ts';
import { CaseFiles, sha256Of } from '../files.ts';
import { local } from '../layout.ts';
import { type PrintJob, print } from '../print.ts';
import { type Signer, signatureOf } from '../signature.ts';
import { chainOf } from './chain.ts';
import { csvTable } from './csv.ts';
import type { ArchiveContent } from './gather.ts';
import { ARCHIVE_FORMAT, files, type ListedFile, type Manifest } from './manifest.ts';
import { readme } from './readme.ts';
import { type Traced, type TracedRecord, traceFixes } from './trace.ts';
import { trackCsv, trackGeoJson, trackKml } from './track-files.ts';
import { ZipWriter } from './zip-writer.ts';

/** Recordings and videos: 35 of the largest that are taken. */
const MAX_ATTACHED_BYTES = 700 * 1024 * 1024;

export interface ArchiveJob {
  kind: 'archive';
  content: ArchiveContent;
  dataFolder: string;
  /** File that is made. */
  path: string;
  /** The same case as a PDF, to lie in it. */
  print?: PrintJob;
  /** Who signs the manifest; nobody without. */
  signer?: Signer;
}

export interface WrittenArchive {
  /** SHA-256 of the manifest, hexadecimal: it stands for everything in the archive. */
  manifestHash: string;
  bytes: number;
  fixes: number;
}

export async function writeArchive(job: ArchiveJob): Promise<WrittenArchive> {
  const zip = await ZipWriter.create(job.path, job.content.madeAt);
  try {
    const { manifestHash, fixes } = await new Archive(zip, job).write();
    return { manifestHash, fixes, bytes: await zip.end() };
  } catch (error) {
    await zip.giveUp();
    throw error;
  }
}

const iso = (time: number): string => new Date(time).toISOString();
const maybeIso = (time: number | undefined): string => (time === undefined ? '' : iso(time));
const pretty = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
const lines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

class Archive {
  readonly #zip: ZipWriter;
  readonly #job: ArchiveJob;
  readonly #listed: ListedFile[] = [];
  #attachmentsGone = 0;
  #attachmentsLeftOut = 0;

  constructor(zip: ZipWriter, job: ArchiveJob) {
    this.#zip = zip;
    this.#job = job;
  }

  async write(): Promise<{ manifestHash: string; fixes: number }> {
    const { content } = this.#job;
    const traced = this.#trace();
    const head = this.#head(traced);
    await this.#add('README.txt', readme(head));
    if (this.#job.print) await this.#printed(this.#job.print);
    await this.#story();
    await this.#track(content.fixes, traced);
    await this.#attachments();
    const attachmentsGone = this.#attachmentsGone;
    const attachmentsLeftOut = this.#attachmentsLeftOut;
    const counts = { ...head.counts, attachmentsGone, attachmentsLeftOut };
    const manifest = pretty({ ...head, counts, files: this.#listed });
    const manifestHash = sha256Of(manifest);
    await this.#zip.add(files.manifest, manifest, true);
    const sums = [...this.#listed.map(({ name, sha256 }) => [name, sha256]), [files.manifest, manifestHash]];
    await this.#zip.add(files.sums, sums.map(([name, hash]) => `${hash}  ${name}\n`).join(''), true);
    const { signer } = this.#job;
    if (signer)
      await this.#zip.add(
        files.signature,
        pretty(signatureOf(signer, { format: ARCHIVE_FORMAT, content: Buffer.from(manifest) })),
        true,
      );
    return { manifestHash, fixes: content.fixes.length };
  }

  async #add(name: string, content: string | Uint8Array): Promise<void> {
    this.#listed.push(await this.#zip.add(name, content));
  }

  #trace(): Traced {
    const { content, dataFolder } = this.#job;
    return traceFixes({
      journalFolder: join(dataFolder, 'journal'),
      fixes: content.fixes,
      aliases: new Set(content.vessel.aliases ?? []),
      feeds: new Map(content.feeds.map((feed) => [feed.feed, feed])),
    });
  }

  #head({ records, raw, shared }: Traced): Omit<Manifest, 'files'> {
    const { content } = this.#job;
    const { madeAt, madeBy, version, demo, vessel, span, caseId } = content;
    const label = 'label' in vessel ? vessel.label : vessel.id;
    return {
      ...{ format: ARCHIVE_FORMAT, madeAt: iso(madeAt), madeBy, program: version, demo },
      ...(caseId !== undefined && { caseId }),
      ...{ vessel: { id: vessel.id, label }, from: iso(span.from), to: iso(span.to) },
      counts: {
        ...{ fixes: content.fixes.length, fixesLeftOut: content.fixesLeftOut },
        fixesWithRaw: raw.filter((slices) => slices !== undefined).length,
        ...{ rawRecords: records.length, fixesSharedWithOthers: shared },
        ...{ alerts: content.alerts.length, cases: content.cases.length, messages: content.deliveries.length },
        attachments: content.files.length,
      },
    };
  }

  async #printed(job: PrintJob): Promise<void> {
    const { bytes } = await print(job);
    await this.#add('case.pdf', bytes);
  }

  async #story(): Promise<void> {
    const { vessel, feeds, alerts, rules, zones, cases, regulations, tasks, deliveries } = this.#job.content;
    await this.#add(files.vessel, pretty(vessel));
    await this.#add(files.feeds, pretty(feeds));
    await this.#add(files.alerts, pretty(alerts));
    await this.#add(files.ruleRevisions, pretty(rules));
    await this.#add(files.rules, pretty(newestRules(rules)));
    await this.#add(files.zones, pretty({ type: 'FeatureCollection', features: zones.zones }));
    await this.#add('cases.json', pretty({ cases, regulations }));
    await this.#add('timeline.csv', timeline(this.#job.content));
    await this.#add('tasks.json', pretty(tasks));
    await this.#add('messages.json', pretty(deliveries));
    await this.#add('messages.csv', messages(this.#job.content));
  }

  async #track(fixes: readonly Fix[], traced: Traced): Promise<void> {
    const { vessel } = this.#job.content;
    const label = 'label' in vessel ? vessel.label : vessel.id;
    const kept = fixes.map((fix, index) => {
      const raw = traced.raw[index]?.map(({ position, offset, bytes }) => [position, offset, bytes]);
      return { ...fix, ...(raw && { raw }) };
    });
    await this.#add(files.fixes, lines(kept));
    await this.#add(files.csv, trackCsv(label, fixes));
    await this.#add(files.geoJson, trackGeoJson(label, fixes));
    await this.#add(files.kml, trackKml(label, fixes));
    const names = new Map(this.#job.content.feeds.map(({ feed, name }) => [feed, name]));
    await this.#add(files.raw, lines(traced.records.map((record) => keptRecord(record, names.get(record.feed)))));
    await this.#add(files.chain, pretty(chainOf(join(this.#job.dataFolder, 'journal'), traced.records)));
  }

  async #attachments(): Promise<void> {
    const store = new CaseFiles(this.#job.dataFolder);
    const done = new Set<string>();
    let left = MAX_ATTACHED_BYTES;
    for (const { sha256, type, bytes } of this.#job.content.files) {
      if (done.has(sha256)) continue;
      done.add(sha256);
      left -= bytes;
      if (left < 0) {
        this.#attachmentsLeftOut++;
        continue;
      }
      try {
        await this.#add(`attachments/${sha256}.${extensionOf(type)}`, await store.read(sha256));
      } catch (error) {
        if (!(error instanceof HaidangError && error.code === 'file-damaged')) throw error;
        this.#attachmentsGone++;
      }
    }
  }
}

/** One of an id, as `haidang replay` reads them. */
function newestRules(revisions: ArchiveContent['rules']): Rule[] {
  return [...new Map(revisions.flatMap(({ rules }) => rules.map((rule) => [rule.id, rule] as const))).values()];
}

/** The end of a media type is what such files are called, or near enough. */
function extensionOf(type: string): string {
  const [, kind = ''] = type.split(';')[0]!.split('/');
  return kind.replace(/^.*\./, '').replace(/[^a-z0-9]/g, '') || 'bin';
}

function keptRecord({ slices, ...record }: TracedRecord, feedName: string | undefined) {
  const kept = slices.map(({ offset, data }) => {
    const text = data.toString('utf8');
    return Buffer.from(text).equals(data) ? { offset, text } : { offset, base64: data.toString('base64') };
  });
  return { ...record, feedName, received: iso(record.receivedAt), slices: kept };
}

function timeline({ cases }: ArchiveContent): string {
  const rows = cases.flatMap(({ id, lines: told }) =>
    told.map(({ at, by, kind, text }) => [iso(at), local(at), id, by, kind, text.vi, text.en]),
  );
  return csvTable(['time_utc', 'time_gmt7', 'case', 'by', 'kind', 'vi', 'en'], rows);
}

function messages({ deliveries }: ArchiveContent): string {
  const header = 'id,alert,created_utc,contact,channel,address,state,attempts,sent_utc,delivered_utc,answer,body';
  const rows = deliveries.map((one) => [
    ...[one.id, one.alertId, iso(one.createdAt), one.contactName, one.channel, one.address, one.state, one.attempts],
    ...[maybeIso(one.sentAt), maybeIso(one.deliveredAt), one.answer, one.body],
  ]);
  return csvTable(header.split(','), rows);
}

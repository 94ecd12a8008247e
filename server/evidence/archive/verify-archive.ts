/**
 * Checks an evidence archive for the other side: nothing but the file is needed. What it says falls into three: what is wrong
 * and where, what is proven, and what no file can prove. Trusts nothing that stands in the archive.
 */
import type { z } from 'zod';
import { sha256Of } from '../files.ts';
import { fingerprintOf, isSignatureOf, keptSignature } from '../signature.ts';
import { type CheckedFix, checkFixes } from './check-fixes.ts';
import {
  ARCHIVE_FORMAT,
  files,
  type KeptRecord,
  keptAlerts,
  keptChain,
  keptFeeds,
  keptFix,
  keptRecord,
  keptRules,
  keptVessel,
  keptZones,
  type Manifest,
  manifest as manifestSchema,
} from './manifest.ts';
import { trackCsv, trackGeoJson, trackKml } from './track-files.ts';
import { type Sentence, sentence, type VerifyWord } from './verify-words.ts';
import { type ReadEntry, readZip } from './zip-reader.ts';

/** Of one kind of fault so many are named, and the rest counted. */
const MOST_NAMED = 20;

export interface Verdict {
  faults: Sentence[];
  /** Faults beyond those that are named. */
  furtherFaults: number;
  proven: Sentence[];
  notProven: Sentence[];
  /** SHA-256 of the manifest, hexadecimal. */
  manifestHash?: string;
  manifest?: Omit<Manifest, 'files'>;
  /** Whose name and key a signature bears that is right; the key by its SHA-256. */
  signature?: { signer: string; key: string };
  /** What a journal can be asked about. */
  records: KeptRecord[];
  chain?: z.infer<typeof keptChain>;
}

/** @param publicKey the issuer's, as it is known from elsewhere (signature.ts): it has to have signed */
export function verifyArchive(file: Buffer, publicKey?: string): Verdict {
  return new Verification(file, publicKey).run();
}

class Verification {
  readonly #entries = new Map<string, ReadEntry>();
  readonly #zip: ReturnType<typeof readZip>;
  readonly #named = new Map<VerifyWord, number>();
  readonly #verdict: Verdict = { faults: [], furtherFaults: 0, proven: [], notProven: [], records: [] };

  readonly #publicKey: string | undefined;

  constructor(file: Buffer, publicKey: string | undefined) {
    this.#publicKey = publicKey;
    this.#zip = readZip(file);
  }

  run(): Verdict {
    const verdict = this.#verdict;
    this.#container();
    const manifest = this.#manifest();
    if (!manifest) return verdict;
    const { files: listed, ...head } = manifest;
    verdict.manifest = head;
    this.#listed(listed);
    this.#signature();
    if (verdict.faults.length === 0) this.#prove('whole', { files: listed.length });
    const fixes = this.#fixes(head.vessel.id);
    this.#track(head.vessel.label, fixes);
    this.#chain();
    this.#alerts(head, fixes);
    this.#counts(head.counts, fixes);
    this.#limits(head);
    return verdict;
  }

  #fault(word: VerifyWord, values: Record<string, string | number> = {}): void {
    const named = (this.#named.get(word) ?? 0) + 1;
    this.#named.set(word, named);
    if (named <= MOST_NAMED) this.#verdict.faults.push(sentence(word, values));
    else this.#verdict.furtherFaults++;
  }

  #prove(word: VerifyWord, values: Record<string, string | number> = {}): void {
    this.#verdict.proven.push(sentence(word, values));
  }

  #open(word: VerifyWord, values: Record<string, string | number> = {}): void {
    this.#verdict.notProven.push(sentence(word, values));
  }

  #container(): void {
    const { entries, faults } = this.#zip;
    if (entries.length === 0) this.#fault('notZip');
    for (const { problem, at, name } of faults) {
      const of = name === undefined ? '' : ` (“${name}”)`;
      this.#fault(problem, { at, name: name ?? '', of });
    }
    for (const entry of entries) {
      if (this.#entries.has(entry.name)) this.#fault('twice', { name: entry.name });
      else this.#entries.set(entry.name, entry);
    }
  }

  #manifest(): Manifest | undefined {
    const bytes = this.#entries.get(files.manifest)?.bytes;
    const name = files.manifest;
    if (!bytes) {
      this.#fault('noManifest', { name, why: '?' });
      return undefined;
    }
    const hash = sha256Of(bytes);
    this.#verdict.manifestHash = hash;
    const sums = this.#entries.get(files.sums)?.bytes?.toString('utf8') ?? '';
    if (!sums.includes(`${hash}  ${name}\n`)) this.#fault('sums', { name: files.sums });
    const read = manifestSchema.safeParse(jsonOf(bytes));
    if (read.success) {
      this.#sums(sums, read.data, hash);
      return read.data;
    }
    this.#fault('noManifest', { name, why: whyNot(read.error) });
    return undefined;
  }

  /** The list for `sha256sum` has to say the same, line by line. */
  #sums(sums: string, { files: listed }: Manifest, hash: string): void {
    const lines = [...listed.map(({ name, sha256 }) => `${sha256}  ${name}\n`), `${hash}  ${files.manifest}\n`];
    if (sums !== lines.join('')) this.#fault('sums', { name: files.sums });
  }

  #signature(): void {
    const name = files.signature;
    const entry = this.#entries.get(name);
    if (!entry) {
      if (this.#publicKey !== undefined) this.#fault('notSigned', { name });
      return;
    }
    const read = keptSignature.safeParse(jsonOf(entry.bytes ?? Buffer.alloc(0)));
    const manifest = this.#entries.get(files.manifest)!.bytes!;
    if (!read.success || !isSignatureOf(read.data, { format: ARCHIVE_FORMAT, content: manifest })) {
      this.#fault('signatureWrong', { name });
      return;
    }
    const { signer, publicKey } = read.data;
    const key = fingerprintOf(publicKey);
    if (this.#publicKey === undefined) this.#open('whoseKey', { signer, key });
    else if (this.#publicKey !== publicKey) {
      this.#fault('otherKey', { signer, key });
      return;
    } else this.#prove('signedBy', { signer, key });
    this.#verdict.signature = { signer, key };
  }

  #listed(listed: Manifest['files']): void {
    const names = new Set<string>([files.manifest, files.sums, files.signature]);
    for (const { name, sha256, packedSha256, bytes } of listed) {
      names.add(name);
      const entry = this.#entries.get(name);
      if (!entry?.bytes) {
        if (!entry) this.#fault('missing', { name });
        continue;
      }
      const isSame = entry.bytes.length === bytes && sha256Of(entry.bytes) === sha256;
      if (!isSame) this.#fault('hash', { name });
      else if (entry.packedSha256 !== packedSha256) this.#fault('packed', { name, at: entry.at });
      const named = /^attachments\/([0-9a-f]{64})\./.exec(name)?.[1];
      if (named !== undefined && sha256Of(entry.bytes) !== named) this.#fault('attachment', { name });
    }
    for (const name of this.#entries.keys()) if (!names.has(name)) this.#fault('extra', { name });
  }

  #fixes(vesselId: string): CheckedFix[] {
    const vessel = this.#json(files.vessel, keptVessel);
    const feeds = this.#json(files.feeds, keptFeeds) ?? [];
    this.#verdict.records = this.#lines(files.raw, keptRecord);
    const { fixes, faults } = checkFixes({
      fixes: this.#lines(files.fixes, keptFix),
      records: this.#verdict.records,
      feeds,
      vesselId,
      aliases: new Set(vessel?.aliases ?? []),
    });
    for (const { word, values } of faults) this.#fault(word, values);
    const proven = fixes.filter(({ isProven }) => isProven).length;
    if (proven > 0) this.#prove('decoded', { proven, fixes: fixes.length });
    const bare = fixes.filter(({ fix }) => fix.raw === undefined).length;
    if (bare > 0) this.#open('noRaw', { n: bare });
    return fixes;
  }

  #track(label: string, checked: readonly CheckedFix[]): void {
    const fixes = checked.map(({ fix }) => fix);
    const expected = { csv: trackCsv, geoJson: trackGeoJson, kml: trackKml } as const;
    let areSame = true;
    for (const [kind, write] of Object.entries(expected) as [keyof typeof expected, typeof trackCsv][]) {
      const name = files[kind];
      if (this.#entries.get(name)?.bytes?.toString('utf8') === write(label, fixes)) continue;
      this.#fault('track', { name });
      areSame = false;
    }
    if (areSame && fixes.length > 0) this.#prove('sameTrack');
  }

  #chain(): void {
    const chain = this.#json(files.chain, keptChain);
    if (!chain) return;
    this.#verdict.chain = chain;
    const { segments, open, seal } = chain;
    const before = this.#verdict.faults.length;
    for (const [index, { start, bytes, sha256 }] of segments.entries()) {
      const next = segments[index + 1]?.start ?? open?.start ?? start + bytes;
      if (start + bytes !== next || sha256 === undefined) this.#fault('gap', { position: start });
    }
    if (seal !== segments.at(-1)?.sha256) this.#fault('seal');
    for (const { position, segment, next } of this.#verdict.records) {
      const home = [...segments, ...(open ? [open] : [])].find(({ start }) => start === segment);
      if (!home || position < home.start || next > home.start + home.bytes) this.#fault('outside', { position });
    }
    if (this.#verdict.faults.length > before) return;
    if (segments.length > 0) this.#prove('chained', { segments: segments.length, seal: seal ?? '–' });
    if (open) this.#open('openChain');
  }

  #alerts({ vessel: { id: vesselId }, to }: Omit<Manifest, 'files'>, checked: readonly CheckedFix[]): void {
    const alerts = this.#json(files.alerts, keptAlerts) ?? [];
    const revisions = this.#json(files.ruleRevisions, keptRules) ?? [];
    const times = new Set(checked.map(({ fix }) => fix.fixTime));
    const earliest = checked[0]?.fix.fixTime ?? Number.POSITIVE_INFINITY;
    const latest = Date.parse(to);
    let resting = 0;
    let oldRules = 0;
    for (const { id, occurrence } of alerts) {
      const { evidence, ruleId, ruleVersion } = occurrence;
      // Of several vessels an alert may rest on another's fixes; what lies outside of the span was not asked for.
      const missing = evidence.find((time) => time >= earliest && time <= latest && !times.has(time));
      if (occurrence.vesselId === vesselId && missing !== undefined)
        this.#fault('alertFix', { alert: id, time: new Date(missing).toISOString() });
      else if (evidence.some((time) => times.has(time))) resting++;
      const then = revisions.find((one) => one.alerts.includes(id))?.rules.find((rule) => rule.id === ruleId);
      if (!then) oldRules++;
      else if ((then.version ?? 1) !== ruleVersion) this.#fault('otherRule', { alert: id, rule: ruleId });
    }
    this.#zones(alerts);
    if (resting > 0) this.#prove('rests', { alerts: resting });
    if (alerts.length > oldRules) this.#prove('ruled', { alerts: alerts.length - oldRules });
    if (oldRules > 0) this.#open('oldRules', { n: oldRules });
  }

  /** Each alert of a zone comes with that zone in the version that it names. */
  #zones(alerts: z.infer<typeof keptAlerts>): void {
    const { features } = this.#json(files.zones, keptZones) ?? { features: [] };
    let zoned = 0;
    let oldZones = 0;
    for (const { id, occurrence } of alerts) {
      const { zoneId, zoneVersion = 1 } = occurrence;
      if (zoneId === undefined) continue;
      const shapes = features.filter((one) => one.id === zoneId);
      if (shapes.some(({ properties }) => (properties.version ?? 1) === zoneVersion)) zoned++;
      else if (shapes.length > 0) this.#fault('otherZone', { alert: id, zone: zoneId });
      else oldZones++;
    }
    if (zoned > 0) this.#prove('zoned', { alerts: zoned });
    if (oldZones > 0) this.#open('oldZones', { n: oldZones });
  }

  #counts(counts: Manifest['counts'], fixes: readonly CheckedFix[]): void {
    const found: Record<string, number> = {
      fixes: fixes.length,
      fixesWithRaw: fixes.filter(({ fix }) => fix.raw !== undefined).length,
      rawRecords: this.#verdict.records.length,
    };
    for (const [what, number] of Object.entries(found)) {
      if (counts[what] !== number) this.#fault('counts', { said: counts[what] ?? '?', what, found: number });
    }
  }

  #limits({ counts, demo }: Omit<Manifest, 'files'>): void {
    if (counts.fixesLeftOut) this.#open('leftOut', { n: counts.fixesLeftOut });
    if (counts.attachmentsGone) this.#open('attachmentsGone', { n: counts.attachmentsGone });
    if (counts.attachmentsLeftOut) this.#open('attachmentsLeftOut', { n: counts.attachmentsLeftOut });
    this.#open('journal');
    if (!this.#verdict.signature) this.#open('maker', { manifest: this.#verdict.manifestHash ?? '?' });
    this.#open('truth');
    if (demo) this.#open('demo');
  }

  #json<T>(name: string, schema: z.ZodType<T>): T | undefined {
    const bytes = this.#entries.get(name)?.bytes;
    if (!bytes) return undefined;
    const read = schema.safeParse(jsonOf(bytes));
    if (read.success) return read.data;
    this.#fault('unreadable', { name, line: '', why: whyNot(read.error) });
    return undefined;
  }

  #lines<T>(name: string, schema: z.ZodType<T>): T[] {
    const text = this.#entries.get(name)?.bytes?.toString('utf8') ?? '';
    return text.split('\n').flatMap((line, index) => {
      if (line === '') return [];
      const read = schema.safeParse(jsonOf(line));
      if (read.success) return [read.data];
      this.#fault('unreadable', { name, line: ` (${index + 1})`, why: whyNot(read.error) });
      return [];
    });
  }
}

function jsonOf(text: string | Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
}

function whyNot({ issues }: z.ZodError): string {
  const [first] = issues;
  return first ? [first.path.join('.'), first.message].filter(Boolean).join(': ') : '?';
}

/** Finishes an evidence file: finds the raw bytes in the journal, takes the hash, and writes the PDF. Runs in a thread of its own. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pdfmake from 'pdfmake';
import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { coastline } from '../ingest/land.ts';
import type { MadeReport } from '../reports/make.ts';
import { reportDocument } from '../reports/pdf.ts';
import { canonicalJson } from './canonical.ts';
import type { EvidenceContent } from './content.ts';
import { evidenceDocument, FONT } from './document.ts';
import { sha256Of } from './files.ts';
import { rawRecords } from './raw-records.ts';
import type { Language } from './words.ts';

export interface PrintJob {
  /** Without the journal's records. */
  content: EvidenceContent;
  dataFolder: string;
  language: Language;
  /** `json`: only the content over which the hash is taken. */
  as: 'pdf' | 'json';
}

/** A report, all of it known. */
export interface ReportPrintJob {
  kind: 'report';
  report: MadeReport;
  language: Language;
}

export interface Printed {
  hash: string;
  bytes: Uint8Array;
}

const require = createRequire(import.meta.url);
const fontFile = (weight: string): string =>
  require.resolve(`@expo-google-fonts/be-vietnam-pro/${weight}/BeVietnamPro_${weight}.ttf`);

export async function print({ content, dataFolder, language, as }: PrintJob): Promise<Printed> {
  const whole = withRecords(content, join(dataFolder, 'journal'));
  const json = canonicalJson(whole);
  const hash = sha256Of(json);
  if (as === 'json') return { hash, bytes: Buffer.from(json) };
  const land = coastline();
  return { hash, bytes: await printed(evidenceDocument({ content: whole, hash, json, land, language })) };
}

export async function printReport({ report, language }: ReportPrintJob): Promise<Printed> {
  const bytes = await printed(reportDocument(report, language, FONT));
  return { hash: sha256Of(bytes), bytes };
}

async function printed(document: TDocumentDefinitions): Promise<Uint8Array> {
  const [normal, bold] = [fontFile('400Regular'), fontFile('700Bold')];
  pdfmake.setFonts({ [FONT]: { normal, bold, italics: normal, bolditalics: bold } });
  // Nothing but our fonts is read, and nothing is fetched, whatever stands in the content.
  pdfmake.setLocalAccessPolicy((path) => path === normal || path === bold);
  pdfmake.setUrlAccessPolicy(() => false);
  return pdfmake.createPdf(document).getBuffer();
}

function withRecords(content: EvidenceContent, journal: string): EvidenceContent {
  const found = rawRecords(
    journal,
    content.proven.map(({ fix }) => fix.receivedAt),
  );
  const proven = content.proven.map(({ fix }) => ({
    fix,
    records: found.filter(({ receivedAt }) => receivedAt === fix.receivedAt),
  }));
  return { ...content, proven };
}

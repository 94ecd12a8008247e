/** Proves that closed segments are unaltered, and names the record that is not. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { decodeHeader, decodeRecord, HEADER_BYTES, RecordType } from './record.ts';
import { listSegments } from './segments.ts';

export interface Finding {
  segment: string;
  /** Byte offset in the segment's file. */
  offset?: number;
  /** Ordinal of the record in its segment, from 1. */
  record?: number;
  problem: string;
}

export interface Verification {
  segments: number;
  closedSegments: number;
  records: number;
  bytes: number;
  findings: Finding[];
}

/** Reads every segment, checks every record's CRC, every closing hash and every link from one segment to the next. */
export function verifyJournal(dir: string): Verification {
  const segments = listSegments(dir);
  const result: Verification = { segments: segments.length, closedSegments: 0, records: 0, bytes: 0, findings: [] };
  let expectedLink: Buffer | undefined = Buffer.alloc(32);
  let expectedStart = 0;
  for (const { path, start } of segments) {
    const segment = basename(path);
    const bytes = readFileSync(path);
    result.bytes += bytes.length;
    const header = decodeHeader(bytes);
    if (!header || header.start !== start) {
      result.findings.push({ segment, offset: 0, problem: 'the header is damaged' });
      expectedLink = undefined;
      expectedStart = start + bytes.length;
      continue;
    }
    if (start !== expectedStart)
      result.findings.push({ segment, problem: `a segment is missing before position ${start}` });
    else if (expectedLink && !expectedLink.equals(header.previousHash)) {
      result.findings.push({ segment, offset: 16, problem: 'the segment before it, or its link to it, was altered' });
    }
    checkRecords(segment, bytes, result);
    expectedLink = createHash('sha256').update(bytes).digest();
    expectedStart = start + bytes.length;
  }
  return result;
}

function checkRecords(segment: string, bytes: Buffer, result: Verification): void {
  let at = HEADER_BYTES;
  for (let record = 1; at < bytes.length; record++) {
    const found = decodeRecord(bytes, at);
    if (typeof found === 'string') {
      result.findings.push({ segment, offset: at, record, problem: `the record can't be read (${found})` });
      return;
    }
    if (found.record.type === RecordType.close) {
      result.closedSegments++;
      const hash = createHash('sha256').update(bytes.subarray(0, at)).digest();
      if (!hash.equals(found.record.payload)) {
        result.findings.push({
          segment,
          offset: at,
          record,
          problem: 'the closing hash does not match what stands before it',
        });
      }
    }
    result.records++;
    at += found.size;
  }
}

/** Reads what a page behind a link sends: a few short fields and perhaps a photograph, within bounds. */
import busboy from 'busboy';
import type { Request } from 'express';
import { maxFileBytes } from '../evidence/files.ts';

export interface Form {
  fields: Map<string, string>;
  photo?: Buffer;
  /** Something was larger than it may be. */
  cut: boolean;
}

/**
 * @param fileSize bytes that a photograph may have
 * @throws when it is no form, or it ends in the middle
 */
export function readForm(request: Request, fileSize = maxFileBytes): Promise<Form> {
  return new Promise((resolve, reject) => {
    const limits = { fields: 10, fieldSize: 2000, files: 1, fileSize, parts: 12, headerPairs: 50 };
    const parser = busboy({ headers: request.headers, limits });
    const form: Form = { fields: new Map(), cut: false };
    const fail = (error: unknown) => {
      request.unpipe(parser);
      request.resume();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    parser.on('field', (name, value, { valueTruncated }) => {
      form.fields.set(name, value);
      form.cut ||= valueTruncated;
    });
    parser.on('file', (_, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => {
        form.cut = true;
      });
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks);
        // A browser sends an empty file when none was chosen.
        if (bytes.length > 0) form.photo = bytes;
      });
      stream.on('error', fail);
    });
    parser.on('error', fail);
    parser.on('close', () => resolve(form));
    request.on('aborted', () => fail(new Error('it ends too early')));
    request.pipe(parser);
  });
}

/** Turns whatever went wrong into an answer that a person can use. What is ours to mend is logged under a reference. */
import { randomBytes } from 'node:crypto';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { type ErrorCode, HaidangError } from '../errors.ts';
import { StoreFailure } from '../store/store-failure.ts';
import { invalidBody } from './faults.ts';
import type { Limit } from './limits.ts';

/** @param onLimited told which limit a caller came up against @param onRefused told of everything else that was refused */
export function errorHandler(
  log: Pick<Logger, 'error'>,
  onLimited: (limit: Limit) => void,
  onRefused: (code: ErrorCode) => void,
): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = asHaidangError(error) ?? notWritable(error) ?? unexpected(error, request.method, request.path, log);
    if (known.code === 'too-many-requests') onLimited(known.details.limit as Limit);
    else if (known.status < 500) onRefused(known.code);
    if (known.details.seconds !== undefined) response.set('Retry-After', String(known.details.seconds));
    response.status(known.status).json(known);
  };
}

/** What helps is room on the disk, and no search in the log. */
function notWritable(error: unknown): HaidangError | undefined {
  if (!StoreFailure.is(error)) return undefined;
  const { kind, words } = StoreFailure.of(error);
  return kind === 'full' || kind === 'read-only' ? new HaidangError('not-writable', { why: words }) : undefined;
}

function unexpected(error: unknown, method: string, path: string, log: Pick<Logger, 'error'>): HaidangError {
  const reference = randomBytes(4).toString('hex');
  log.error({ err: error, reference, method, path }, 'request failed');
  return new HaidangError('internal', { reference });
}

/** What express and its body readers throw carries a status and sometimes a type. */
interface HttpFault {
  status: number;
  type?: string;
  limit?: number;
}

function asHaidangError(error: unknown): HaidangError | undefined {
  if (error instanceof HaidangError) return error;
  if (!isHttpFault(error)) return undefined;
  switch (error.type) {
    case 'entity.too.large':
      return new HaidangError('body-too-large', { limit: `${Math.round((error.limit ?? 0) / 1024 / 1024)} MB` });
    case 'entity.parse.failed':
      return invalidBody('.', { vi: 'không phải JSON', en: 'it is not JSON' });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return invalidBody('.', { vi: 'kiểu mã hóa không được hỗ trợ', en: 'its encoding is not supported' });
    case 'request.aborted':
    case 'request.size.invalid':
      return invalidBody('.', { vi: 'nội dung bị cắt ngang', en: 'it ends too early' });
    default:
      return invalidBody('.', { vi: 'không đọc được yêu cầu', en: 'the request cannot be read' });
  }
}

function isHttpFault(error: unknown): error is HttpFault {
  const status = (error as Partial<HttpFault> | undefined)?.status;
  return error instanceof Error && typeof status === 'number' && status >= 400 && status < 500;
}

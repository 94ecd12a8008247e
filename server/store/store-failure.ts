/** Why a store can't be used, told apart by what helps. */
import { HaidangError } from '../errors.ts';
import { systemWords, type Words } from '../system-words.ts';

type FailureKind =
  /** Only making it anew helps. */
  | 'damaged'
  /** Waiting helps: another program holds it, the disk is full, the database is away. */
  | 'busy'
  | 'full'
  | 'away'
  /** A person has to see to it. */
  | 'read-only'
  | 'missing'
  | 'other';

/** SQLite's primary result codes, with the words by which its messages begin where no code is given. */
const sqlite: readonly { codes: number[]; message: RegExp; kind: FailureKind; words: Words }[] = [
  {
    codes: [11, 26],
    message: /malformed|not a database/,
    kind: 'damaged',
    words: { vi: 'tệp bị hỏng', en: 'the file is damaged' },
  },
  {
    codes: [5, 6],
    message: /is locked/,
    kind: 'busy',
    words: { vi: 'chương trình khác đang khóa tệp', en: 'another program has locked the file' },
  },
  { codes: [13], message: /is full/, kind: 'full', words: { vi: 'đĩa đã đầy', en: 'the disk is full' } },
  {
    codes: [8],
    message: /readonly/,
    kind: 'read-only',
    words: { vi: 'tệp hoặc đĩa chỉ cho đọc', en: 'the file or its disk is read-only' },
  },
  {
    codes: [14],
    message: /unable to open/,
    kind: 'missing',
    words: { vi: 'không mở được tệp', en: 'the file cannot be opened' },
  },
  {
    codes: [10],
    message: /disk I\/O/,
    kind: 'other',
    words: { vi: 'đĩa báo lỗi đọc ghi', en: 'the disk reports an error' },
  },
];

export class StoreFailure extends Error {
  readonly kind: FailureKind;
  /** Fit into a sentence. */
  readonly words: Words;

  constructor(kind: FailureKind, words: Words, cause?: unknown) {
    super(words.en, { cause });
    this.kind = kind;
    this.words = words;
  }

  /** Whether an error is the store's and not that of what was being worked out. */
  static is(error: unknown): boolean {
    if (error instanceof StoreFailure) return true;
    const { code } = error as { code?: unknown };
    return code === 'ERR_SQLITE_ERROR' || (error instanceof HaidangError && error.code === 'store-away');
  }

  static of(error: unknown): StoreFailure {
    if (error instanceof StoreFailure) return error;
    if (error instanceof HaidangError) {
      return new StoreFailure('away', { vi: error.sentence('vi'), en: error.sentence('en') }, error);
    }
    const { errcode, message } = error as { errcode?: number; message?: string };
    const known = sqlite.find(({ codes, message: said }) =>
      errcode === undefined ? said.test(message ?? '') : codes.includes(errcode & 0xff),
    );
    if (known) return new StoreFailure(known.kind, known.words, error);
    return new StoreFailure('other', systemWords(error), error);
  }
}

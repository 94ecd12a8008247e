/** What the operating system and the network say, in words that fit into a sentence. Knows no file, no feed and no screen. */

export interface Words {
  vi: string;
  en: string;
}

/** By Node's error code (libuv's errno names and c-ares's). */
const words: Readonly<Record<string, Words>> = {
  EACCES: { vi: 'không có quyền', en: 'permission is denied' },
  EPERM: { vi: 'không có quyền', en: 'permission is denied' },
  EADDRINUSE: { vi: 'đã có chương trình khác dùng', en: 'another program has it' },
  EADDRNOTAVAIL: { vi: 'máy này không có địa chỉ đó', en: 'this machine has no such address' },
  ECONNREFUSED: { vi: 'không có chương trình nào nghe ở đó', en: 'nothing listens there' },
  ECONNRESET: { vi: 'bên kia đã cắt kết nối', en: 'the other side cut the connection' },
  EPIPE: { vi: 'bên kia đã đóng kết nối', en: 'the other side closed the connection' },
  EEXIST: { vi: 'đã có tệp trùng tên', en: 'there is a file of that name' },
  EHOSTUNREACH: { vi: 'không có đường mạng tới đó', en: 'there is no way to it' },
  ENETUNREACH: { vi: 'không có đường mạng tới đó', en: 'there is no way to it' },
  EIO: { vi: 'đĩa báo lỗi (EIO)', en: 'the disk reports an error (EIO)' },
  EISDIR: { vi: 'đó là một thư mục', en: 'it is a folder' },
  ENOENT: { vi: 'không có tệp hoặc thư mục này', en: 'there is no such file or folder' },
  ENOSPC: { vi: 'đĩa đã đầy', en: 'the disk is full' },
  ENOTDIR: { vi: 'một phần của đường dẫn không phải thư mục', en: 'a part of the path is not a folder' },
  ENOTFOUND: { vi: 'không tìm thấy tên máy này', en: 'the host name is not known' },
  EAI_AGAIN: { vi: 'không hỏi được tên máy này', en: 'the host name cannot be looked up' },
  EROFS: { vi: 'đĩa chỉ cho đọc', en: 'the disk is read-only' },
  ETIMEDOUT: { vi: 'không có trả lời', en: 'there is no answer' },
  Z_BUF_ERROR: { vi: 'tệp nén bị cụt', en: 'the compressed file is cut short' },
  Z_DATA_ERROR: { vi: 'tệp nén bị hỏng', en: 'the compressed file is damaged' },
};

/** The reason of a failure (or its bare code) in words; one that is not in the list as the system wrote it. */
export function systemWords(error: unknown): Words {
  const { code, message, name } = error instanceof Error ? (error as NodeJS.ErrnoException) : told(error);
  const known = code === undefined ? undefined : words[code];
  if (known) return known;
  // `EBUSY: resource busy or locked, open '…'`: the path stands in the sentence already.
  const said = /^E[A-Z]+: ([^,]+)/.exec(message)?.[1] ?? (message || code || name);
  return { vi: said, en: said };
}

function told(what: unknown): { code?: string; message: string; name: string } {
  const text = String(what);
  return { code: text, message: text, name: text };
}

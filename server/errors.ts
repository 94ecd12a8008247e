/** The one catalogue of errors that a person can meet: what is wrong, where, and what to do. Never a stack trace. */

export interface ErrorText {
  status: number;
  vi: string;
  en: string;
}

/** `{name}` is filled from the details. Status is the HTTP status; the CLI exits with 2 for all of them. */
export const catalogue = {
  'bad-option': {
    status: 400,
    vi: 'Tùy chọn “{option}” không hợp lệ: {why}. Xem: haidang {command} --help.',
    en: 'Option “{option}” is not valid: {why}. See: haidang {command} --help.',
  },
  'unknown-command': {
    status: 400,
    vi: 'Không có lệnh “{command}”. Xem: haidang --help.',
    en: 'There is no command “{command}”. See: haidang --help.',
  },
  'file-unreadable': {
    status: 400,
    vi: 'Không đọc được tệp “{path}”: {why}. Kiểm tra đường dẫn và quyền đọc.',
    en: 'Cannot read the file “{path}”: {why}. Check the path and the permission.',
  },
  'port-in-use': {
    status: 500,
    vi: 'Cổng {port} trên {host} đã có chương trình khác dùng. Chọn cổng khác: --port SỐ.',
    en: 'Port {port} on {host} is taken by another program. Choose another one: --port NUMBER.',
  },
  'feed-scheme': {
    status: 400,
    vi: 'Nguồn “{url}” không rõ loại. Dùng file:, udp://, tcp://, tcp-listen:// .',
    en: 'Feed “{url}” is of no known kind. Use file:, udp://, tcp://, tcp-listen:// .',
  },
  'feed-address': {
    status: 400,
    vi: 'Nguồn “{url}” không hợp lệ: {why}. Ví dụ đúng: udp://0.0.0.0:10110, tcp://host:4001, file:/duong/dan.nmea.gz?speed=60.',
    en: 'Feed “{url}” is not valid: {why}. Examples: udp://0.0.0.0:10110, tcp://host:4001, file:/path/log.nmea.gz?speed=60.',
  },
  'data-in-use': {
    status: 500,
    vi: 'Thư mục dữ liệu “{path}” đang được tiến trình {pid} dùng. Dừng tiến trình đó hoặc chọn thư mục khác: --data DIR.',
    en: 'The data folder “{path}” is in use by process {pid}. Stop it or choose another one: --data DIR.',
  },
  'data-folder': {
    status: 500,
    vi: 'Không ghi được vào thư mục dữ liệu “{path}”: {why}. Kiểm tra quyền và dung lượng đĩa.',
    en: 'Cannot write to the data folder “{path}”: {why}. Check its permission and the free space.',
  },
  'journal-unavailable': {
    status: 503,
    vi: 'Chưa ghi được nhật ký ({why}); dữ liệu chưa được nhận. Hãy gửi lại sau.',
    en: 'The journal cannot be written ({why}); the data has not been accepted. Send it again later.',
  },
  overloaded: {
    status: 503,
    vi: 'Hệ thống đang nhận quá nhiều dữ liệu; dữ liệu này chưa được nhận. Hãy gửi lại sau {seconds} giây.',
    en: 'The system is taking in too much at the moment; this was not accepted. Send it again in {seconds} seconds.',
  },
  'body-too-large': {
    status: 413,
    vi: 'Nội dung gửi lớn hơn {limit}. Chia thành nhiều lần gửi.',
    en: 'The body is larger than {limit}. Send it in several parts.',
  },
  'body-invalid': {
    status: 400,
    vi: 'Nội dung gửi không hợp lệ tại “{where}”: {why}.',
    en: 'The body is not valid at “{where}”: {why}.',
  },
  'naf-rejected': {
    status: 422,
    vi: 'Không bản ghi NAF nào dùng được; bản ghi đầu lỗi: {why}. Dữ liệu thô đã được lưu nguyên.',
    en: 'No NAF record could be used; the first one fails: {why}. The raw bytes are kept.',
  },
  'sign-in': { status: 401, vi: 'Cần đăng nhập hoặc khóa API.', en: 'Sign in or send an API key.' },
  'sign-in-failed': {
    status: 401,
    vi: 'Tên hoặc mật khẩu không đúng.',
    en: 'Name or password is wrong.',
  },
  'too-many-attempts': {
    status: 429,
    vi: 'Thử sai quá nhiều lần. Chờ {seconds} giây rồi thử lại.',
    en: 'Too many failed attempts. Wait {seconds} seconds and try again.',
  },
  'not-allowed': {
    status: 403,
    vi: 'Tài khoản hoặc khóa này không có quyền “{permission}”.',
    en: 'This account or key lacks the permission “{permission}”.',
  },
  'cross-site': {
    status: 403,
    vi: 'Yêu cầu đến từ trang khác nên bị từ chối.',
    en: 'The request came from another site and was refused.',
  },
  'not-found': { status: 404, vi: 'Không tìm thấy {what}.', en: '{what} was not found.' },
  'illegal-move': {
    status: 409,
    vi: 'Không thể {act}: {why}.',
    en: 'Cannot {act}: {why}.',
  },
  'dry-runs-full': {
    status: 503,
    vi: 'Đã có {n} lần thử quy tắc chờ chạy. Hãy thử lại sau {seconds} giây, hoặc hủy bớt.',
    en: '{n} dry runs are waiting already. Try again in {seconds} seconds, or cancel one.',
  },
  'dry-run-failed': {
    status: 500,
    vi: 'Lần thử quy tắc không chạy xong: {why}. Chọn ít ngày hơn hoặc báo quản trị viên.',
    en: 'The dry run did not finish: {why}. Choose fewer days or tell the administrator.',
  },
  internal: {
    status: 500,
    vi: 'Lỗi trong hệ thống (mã {reference}). Lỗi đã được ghi lại; hãy báo cho quản trị viên.',
    en: 'Something failed inside the system (reference {reference}). It has been recorded; tell the administrator.',
  },
} as const satisfies Record<string, ErrorText>;

export type ErrorCode = keyof typeof catalogue;

/** A failure whose sentence may be shown to a person. */
export class HaidangError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, string | number>;

  constructor(code: ErrorCode, details: Record<string, string | number> = {}) {
    super(fill(catalogue[code].en, details));
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return catalogue[this.code].status;
  }

  /** The sentence in a language. */
  sentence(language: 'vi' | 'en'): string {
    return fill(catalogue[this.code][language], this.details);
  }

  /** Body of an HTTP answer. */
  toJSON(): { error: { code: ErrorCode; vi: string; en: string } } {
    return { error: { code: this.code, vi: this.sentence('vi'), en: this.sentence('en') } };
  }
}

function fill(text: string, details: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? '?'));
}

/** The one catalogue of errors that a person can meet: what is wrong, where, and what to do. Never a stack trace. */
import { commandErrors } from './command-errors.ts';
import type { Words } from './system-words.ts';
import { tableErrors } from './table-errors.ts';

export interface ErrorText {
  status: number;
  vi: string;
  en: string;
}

/** `{name}` is filled from the details. Status is the HTTP status; the CLI exits with 2 for all of them. */
export const catalogue = {
  ...commandErrors,
  'file-unreadable': {
    status: 400,
    vi: 'Không đọc được tệp “{path}”: {why}. Kiểm tra đường dẫn và quyền đọc.',
    en: 'Cannot read the file “{path}”: {why}. Check the path and the permission.',
  },
  'file-invalid': {
    status: 400,
    vi: 'Nội dung tệp “{path}” không dùng được: {why}.',
    en: 'The file “{path}” cannot be used: {why}.',
  },
  'file-unwritable': {
    status: 400,
    vi: 'Không ghi được tệp “{path}”: {why}. Kiểm tra thư mục và quyền ghi.',
    en: 'Cannot write the file “{path}”: {why}. Check the folder and the permission.',
  },
  'no-data': {
    status: 400,
    vi: 'Không có “{path}”. Chọn thư mục dữ liệu bằng --data DIR; của bản trình diễn là {demo}.',
    en: 'There is no “{path}”. Choose the data folder with --data DIR; the demonstration has {demo}.',
  },
  'store-unusable': {
    status: 500,
    vi: 'Không dùng được kho dữ liệu “{path}”: {why}.',
    en: 'The store “{path}” cannot be used: {why}.',
  },
  'store-away': {
    status: 503,
    vi: 'Kho dữ liệu không trả lời ({why}). Dữ liệu vẫn được nhận vào nhật ký; hãy thử lại sau.',
    en: 'The store does not answer ({why}). What arrives is still taken into the journal; try again later.',
  },
  'store-unreachable': {
    status: 503,
    vi: 'Máy chủ MongoDB của kho dữ liệu không trả lời ({why}). Xem máy chủ có đang chạy và HAIDANG_STORE có đúng không, rồi chạy lại.',
    en: 'The MongoDB server of the store does not answer ({why}). See that it runs and that HAIDANG_STORE is right, then try again.',
  },
  'log-behind': {
    status: 409,
    vi: '{who} đã tới vị trí {position} nhưng nhật ký chỉ còn tới {end}. Hãy khôi phục nhật ký; nếu chấp nhận mất phần đó, khởi động với thư mục và cơ sở dữ liệu trống.',
    en: '{who} has reached position {position}, but the journal ends at {end}. Restore the journal; to accept the loss, start with an empty folder and an empty database.',
  },
  'jobs-away': {
    status: 503,
    vi: 'Hàng đợi việc chạy theo giờ không trả lời ({why}); các việc khác vẫn chạy. Hãy thử lại sau.',
    en: 'The queue of scheduled work does not answer ({why}); all else goes on. Try again later.',
  },
  'front-away': {
    status: 503,
    vi: 'Tiến trình nhận dữ liệu “{url}” không trả lời ({why}); chưa nhận gì. Hãy gửi lại sau.',
    en: 'The front “{url}” does not answer ({why}); nothing was accepted. Try again later.',
  },
  'front-key': {
    status: 500,
    vi: 'Tiến trình nhận dữ liệu “{url}” không chấp nhận khóa. Đặt HAIDANG_FRONT_KEY giống nhau cho mọi tiến trình.',
    en: 'The front “{url}” does not accept the key. Set the same HAIDANG_FRONT_KEY for every process.',
  },
  'act-waits': {
    status: 503,
    vi: 'Việc này đã được ghi vào nhật ký và sẽ có hiệu lực khi kho dữ liệu trả lời lại. Không cần làm lại.',
    en: 'This is in the journal and takes effect when the store answers again. There is no need to repeat it.',
  },
  'copy-refused': {
    status: 409,
    vi: 'Không sao chép từ “{from}” sang “{to}”: {why}.',
    en: 'Nothing is copied from “{from}” to “{to}”: {why}.',
  },
  'store-refused': {
    status: 500,
    vi: 'Không dùng được kho dữ liệu này: {why}. Kiểm tra HAIDANG_STORE và --data.',
    en: 'This store cannot be used: {why}. Check HAIDANG_STORE and --data.',
  },
  unreachable: {
    status: 502,
    vi: 'Không gửi được tới “{to}”: {why}. Kiểm tra địa chỉ và chương trình nhận ở đó.',
    en: 'Cannot send to “{to}”: {why}. Check the address, and that a receiver runs there.',
  },
  'port-in-use': {
    status: 500,
    vi: 'Cổng {port} trên {host} đã có chương trình khác dùng. Chọn cổng khác: --port SỐ.',
    en: 'Port {port} on {host} is taken by another program. Choose another one: --port NUMBER.',
  },
  'receiver-refused': {
    status: 502,
    vi: 'Nơi nhận “{to}” từ chối: {why}.',
    en: 'The receiver “{to}” refused it: {why}.',
  },
  'cannot-listen': {
    status: 500,
    vi: 'Không nghe được ở cổng {port} trên {host}: {why}. Chọn địa chỉ khác bằng --host và --port.',
    en: 'Cannot listen on port {port} of {host}: {why}. Choose another address with --host and --port.',
  },
  'feed-scheme': {
    status: 400,
    vi: 'Nguồn “{url}” không rõ loại. Dùng một trong: file:, udp://, tcp://, tcp-listen://; ví dụ udp://0.0.0.0:10110.',
    en: 'Feed “{url}” is of no known kind. Use one of file:, udp://, tcp://, tcp-listen://; for example udp://0.0.0.0:10110.',
  },
  'feed-address': {
    status: 400,
    vi: 'Nguồn “{url}” không hợp lệ: {why}. Ví dụ đúng: udp://0.0.0.0:10110, tcp://host:4001, file:/duong/dan.nmea.gz?speed=60.',
    en: 'Feed “{url}” is not valid: {why}. Examples: udp://0.0.0.0:10110, tcp://host:4001, file:/path/log.nmea.gz?speed=60.',
  },
  'feed-twice': {
    status: 400,
    vi: 'Nguồn “{url}” được khai hai lần. Bỏ bớt một.',
    en: 'Feed “{url}” is listed twice. Leave one out.',
  },
  'data-in-use': {
    status: 500,
    vi: 'Thư mục dữ liệu “{path}” đang được tiến trình {pid} dùng. Dừng tiến trình đó hoặc chọn thư mục khác: --data DIR.',
    en: 'The data folder “{path}” is in use by process {pid}. Stop it or choose another one: --data DIR.',
  },
  'backup-refused': {
    status: 400,
    vi: 'Không sao lưu hay khôi phục được, vì “{path}”: {why}.',
    en: 'Nothing is backed up or restored, because of “{path}”: {why}.',
  },
  'data-folder': {
    status: 500,
    vi: 'Không ghi được vào thư mục dữ liệu “{path}”: {why}. Kiểm tra quyền và dung lượng đĩa.',
    en: 'Cannot write to the data folder “{path}”: {why}. Check its permission and the free space.',
  },
  'newer-data': {
    status: 500,
    vi: 'Phiên bản mới hơn của chương trình đã ghi “{path}” (lược đồ {version}; phiên bản này chỉ biết đến {known}). Khởi động phiên bản đó, hoặc lấy tệp này từ bản sao lưu làm trước khi nâng cấp.',
    en: 'A newer version of the program wrote “{path}” (schema {version}, this one knows {known}). Start that version, or take this file from the backup made before the upgrade.',
  },
  starting: {
    status: 503,
    vi: 'Hệ thống đang khởi động. Thử lại sau {seconds} giây.',
    en: 'The system is starting. Try again in {seconds} s.',
  },
  'journal-unavailable': {
    status: 503,
    vi: 'Chưa ghi được nhật ký ({why}); dữ liệu chưa được nhận. Hãy gửi lại sau.',
    en: 'The journal cannot be written ({why}); the data has not been accepted. Send it again later.',
  },
  'not-writable': {
    status: 503,
    vi: 'Máy chủ không ghi được ({why}); việc này chưa được làm. Hãy báo quản trị viên, rồi thử lại.',
    en: 'The server cannot write ({why}); this was not done. Tell an administrator, then try again.',
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
  'account-invalid': {
    status: 400,
    vi: 'Không dùng được {field} này: {why}.',
    en: 'This {field} cannot be used: {why}.',
  },
  'registry-conflict': {
    status: 409,
    vi: '{field} {value} đã thuộc {heldBy} trong sổ đăng ký; {registration} được ghi mà không kèm số này. Sửa tàu nào sai rồi nhập lại.',
    en: '{field} {value} belongs to {heldBy} in the registry; {registration} is kept without it. Mend whichever is wrong and import it again.',
  },
  ...tableErrors,
  'naf-rejected': {
    status: 422,
    vi: 'Không bản ghi NAF nào dùng được; bản ghi đầu lỗi: {why}. Dữ liệu thô đã được lưu nguyên.',
    en: 'No NAF record could be used; the first one fails: {why}. The raw bytes are kept.',
  },
  'positions-rejected': {
    status: 422,
    vi: 'Không vị trí nào ({format}) dùng được; vị trí đầu lỗi: {why}. Dữ liệu thô đã được lưu nguyên.',
    en: 'No position ({format}) could be used; the first one fails: {why}. The raw bytes are kept.',
  },
  'sign-in': { status: 401, vi: 'Cần đăng nhập hoặc khóa API.', en: 'Sign in or send an API key.' },
  'wall-code': {
    status: 404,
    vi: 'Không có màn hình nào đang chờ với mã này. Mã đổi sau 10 phút: đọc lại trên màn hình rồi nhập.',
    en: 'No screen waits with this code. Codes change after 10 minutes: read it from the screen again.',
  },
  'first-link': {
    status: 403,
    vi: 'Liên kết này đã dùng rồi hoặc quá hạn. Khởi động lại hệ thống để có liên kết mới; nếu đã có tài khoản, hãy đăng nhập.',
    en: 'This link was used or is too old. Start the system again for another one; where there is an account already, sign in.',
  },
  'sign-in-failed': {
    status: 401,
    vi: 'Tên hoặc mật khẩu không đúng.',
    en: 'Name or password is wrong.',
  },
  'password-over': {
    status: 401,
    vi: 'Mật khẩu được cấp đã hết hạn vì chưa được đổi. Hãy nhờ quản trị cấp lại.',
    en: 'The password that you were given is over, since it was not changed in time. Ask an administrator for another.',
  },
  'code-needed': {
    status: 401,
    vi: 'Tài khoản này cần thêm mã xác thực từ điện thoại, hoặc một mã khôi phục.',
    en: 'This account also asks for the code of your authenticator app, or a recovery code.',
  },
  'last-admin': {
    status: 409,
    vi: '“{name}” là quản trị viên cuối cùng. Hãy giao vai trò quản trị cho người khác trước.',
    en: '“{name}” is the last administrator. Give somebody else that role first.',
  },
  'beyond-reach': {
    status: 403,
    vi: 'Nội dung này thuộc toàn tỉnh; tài khoản chỉ xem được tàu của đơn vị hoặc của mình.',
    en: 'This is about the whole province; the account sees the vessels of its unit, or its own, only.',
  },
  'only-in-area': {
    status: 403,
    vi: 'Tàu này không phải của đơn vị, chỉ đang ở trong địa bàn: xem được vị trí, vết đi trong địa bàn và cảnh báo phát sinh ở đó.',
    en: 'This boat is not one of the unit’s, she is only in its area: open are her position, her track in the area and the alerts raised there.',
  },
  'too-many-requests': {
    status: 429,
    vi: 'Gửi quá nhiều yêu cầu trong một phút; yêu cầu này không được xử lý. Chờ {seconds} giây rồi gửi lại.',
    en: 'Too many requests in one minute; this one was not looked at. Send it again in {seconds} seconds.',
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
  'second-factor-needed': {
    status: 403,
    vi: 'Vai trò của tài khoản này phải có mã xác thực: hãy bật mã ở trang “Tài khoản của tôi” rồi mới làm việc tiếp được.',
    en: 'This account’s role has to have a second factor: turn it on under “My account”; nothing else is possible until then.',
  },
  'cross-site': {
    status: 403,
    vi: 'Yêu cầu đến từ trang khác nên bị từ chối.',
    en: 'The request came from another site and was refused.',
  },
  'not-found': { status: 404, vi: 'Không tìm thấy {what}.', en: '{what} was not found.' },
  'settings-changed': {
    status: 409,
    vi: '{by} đã thay đổi phần cài đặt này trong lúc bạn sửa; chưa ghi gì. Hãy tải lại rồi sửa trên bản mới.',
    en: '{by} has changed this setting while you worked on it; nothing was saved. Load it again and change the new one.',
  },
  'sign-on-refused': {
    status: 403,
    vi: 'Tài khoản của tỉnh không vào được hệ thống này: {why}.',
    en: 'The province’s account does not lead in here: {why}.',
  },
  'own-proposal': {
    status: 403,
    vi: 'Bạn là người đề xuất thay đổi này: phải có người thứ hai duyệt. Bạn chỉ có thể rút lại.',
    en: 'You have proposed this change yourself: somebody else has to approve it. You can only withdraw it.',
  },
  'needs-person': {
    status: 403,
    vi: '“{name}” phải do hai người thay đổi, khóa API không phải là người: hãy đăng nhập bằng tài khoản.',
    en: '“{name}” is changed by two people, and an API key is none: sign in with an account.',
  },
  'illegal-move': {
    status: 409,
    vi: 'Không thể {act}: {why}.',
    en: 'Cannot {act}: {why}.',
  },
  'file-refused': {
    status: 415,
    vi: 'Không nhận tệp này: {why}. Đính kèm ảnh (JPEG, PNG, WebP, HEIC), PDF, DOCX, XLSX, ghi âm hoặc video.',
    en: 'This file is not taken: {why}. Attach a picture (JPEG, PNG, WebP, HEIC), PDF, DOCX, XLSX, a recording or a video.',
  },
  'file-damaged': {
    status: 500,
    vi: 'Tệp {sha256} bị mất hoặc không còn đúng như khi đính kèm. Khôi phục thư mục files từ bản sao lưu.',
    en: 'The file {sha256} is gone or no longer what was attached. Restore the folder files from a backup.',
  },
  'evidence-failed': {
    status: 500,
    vi: 'Không lập được hồ sơ: {why}. Thử lại sau hoặc báo quản trị viên.',
    en: 'The evidence file could not be made: {why}. Try again later or tell the administrator.',
  },
  'evidence-too-long': {
    status: 400,
    vi: 'Khoảng thời gian này có hơn {most} vị trí, nhiều hơn một hồ sơ chứa được. Chọn khoảng ngắn hơn.',
    en: 'There are more than {most} positions in this span, which is more than one archive holds. Ask for less time.',
  },
  'too-many-streams': {
    status: 429,
    vi: 'Đã mở quá nhiều luồng dữ liệu (mỗi khóa tối đa {most}). Đóng bớt, hoặc thử lại sau {seconds} giây.',
    en: 'Too many streams are open (at most {most} a key). Close one, or try again in {seconds} seconds.',
  },
  'too-many-reports': {
    status: 429,
    vi: 'Đã gửi nhiều phản ánh từ nơi này. Xin thử lại sau {seconds} giây, hoặc gọi đường dây nóng.',
    en: 'Many reports have been sent from here. Please try again in {seconds} seconds, or call the hotline.',
  },
  'module-off': {
    status: 404,
    vi: 'Phần này không được dùng ở đây (mục modules.{module} trong haidang.config.json).',
    en: 'This part is not used here (modules.{module} in haidang.config.json).',
  },
  'dry-runs-full': {
    status: 429,
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

/** What fills a place in a sentence; words that differ by language come in both. */
export type Detail = string | number | Words;

/** A failure whose sentence may be shown to a person. */
export class HaidangError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, Detail>>;

  constructor(code: ErrorCode, details: Readonly<Record<string, Detail>> = {}) {
    super(fill(catalogue[code].en, details, 'en'));
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return catalogue[this.code].status;
  }

  /** The sentence in a language. */
  sentence(language: 'vi' | 'en'): string {
    return fill(catalogue[this.code][language], this.details, language);
  }

  /** Body of an HTTP answer. `where`: the place in what was sent, for a form to say `why` there. */
  toJSON(): { error: { code: ErrorCode; vi: string; en: string; where?: string; why?: Words } } {
    const { where } = this.details;
    const place = this.code === 'body-invalid' && typeof where === 'string' ? { where, ...this.reason() } : {};
    return { error: { code: this.code, vi: this.sentence('vi'), en: this.sentence('en'), ...place } };
  }

  /** Its `why` in both languages, where it has one. */
  protected reason(): { why?: Words } {
    const { why } = this.details;
    if (why === undefined) return {};
    return { why: typeof why === 'object' ? why : { vi: String(why), en: String(why) } };
  }
}

/** One sentence on one line, whatever line breaks and full stops its details bring. */
function fill(text: string, details: Readonly<Record<string, Detail>>, language: 'vi' | 'en'): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const detail = details[name] ?? '?';
    const words = typeof detail === 'object' ? detail[language] : String(detail);
    return words.replace(/\s*[\r\n]+\s*/g, ' ');
  });
}

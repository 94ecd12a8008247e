/** Texts of the sign-in form, which stands before anything else has come, Vietnamese first. */
export const signInMessages = {
  'login.code': {
    vi: 'Mã xác thực (6 số trên điện thoại, hoặc một mã khôi phục)',
    en: 'Code (6 digits of your authenticator app, or a recovery code)',
  },
  'login.what': { vi: 'Giám sát hành trình tàu cá', en: 'Fishing vessel monitoring' },
  'login.user': { vi: 'Tên người dùng', en: 'User name' },
  'login.password': { vi: 'Mật khẩu', en: 'Password' },
  'login.submit': { vi: 'Đăng nhập', en: 'Sign in' },
  'demo.explanation': { vi: 'Dữ liệu mô phỏng, không phải tàu thật.', en: 'Simulated data, not real vessels.' },
  'language.label': { vi: 'Ngôn ngữ', en: 'Language' },
  'login.signOn': { vi: 'Đăng nhập bằng {label}', en: 'Sign in with {label}' },
  'login.signOnRefused': {
    vi: 'Tài khoản của tỉnh này không vào được hệ thống. Hãy hỏi quản trị viên, hoặc đăng nhập bằng tên và mật khẩu.',
    en: 'That account of the province does not lead in here. Ask the administrator, or sign in with name and password.',
  },
  'login.signOnFailed': {
    vi: 'Đăng nhập qua tỉnh không thành công hoặc đã quá mười phút. Hãy thử lại.',
    en: 'The province’s sign-in came to nothing, or took more than ten minutes. Try again.',
  },
  'login.signOnAway': {
    vi: 'Trang đăng nhập của tỉnh không trả lời. Hãy đăng nhập bằng tên và mật khẩu.',
    en: 'The province’s sign-in does not answer. Sign in with name and password.',
  },
  'start.failed': {
    vi: 'Chưa tải được chương trình. Kiểm tra đường truyền rồi thử lại.',
    en: 'The program could not be loaded. Check the line and try again.',
  },
  'action.tryAgain': { vi: 'Thử lại', en: 'Try again' },
  'request.unreachable': {
    vi: 'Không kết nối được máy chủ. Kiểm tra đường truyền rồi thử lại.',
    en: 'The server cannot be reached. Check the line and try again.',
  },
  'request.unreadable': {
    vi: 'Máy chủ trả lời không đúng dạng. Hãy thử lại hoặc báo quản trị viên.',
    en: 'The server gave an answer that cannot be read. Try again or tell the administrator.',
  },
} as const;

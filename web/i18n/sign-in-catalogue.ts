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
  'start.failed': {
    vi: 'Chưa tải được chương trình. Kiểm tra đường truyền rồi thử lại.',
    en: 'The program could not be loaded. Check the line and try again.',
  },
  'action.tryAgain': { vi: 'Thử lại', en: 'Try again' },
} as const;

/** Texts of this device's notifications and of the pages on which the province's settings are read and changed. */
export const settingsMessages = {
  'push.title': { vi: 'Thông báo trên thiết bị này', en: 'Notifications on this device' },
  'push.short': { vi: 'Thông báo', en: 'Notify' },
  'push.shortOn': { vi: 'Thông báo: bật', en: 'Notify: on' },
  'push.unsupported': {
    vi: 'Trình duyệt này không nhận được thông báo. Trên iPhone: thêm Hải Đăng vào màn hình chính rồi mở từ đó.',
    en: 'This browser cannot take notifications. On an iPhone: add Hải Đăng to the home screen and open it from there.',
  },
  'push.insecure': {
    vi: 'Cần mở Hải Đăng bằng địa chỉ https thì trình duyệt mới cho nhận thông báo.',
    en: 'The browser allows notifications only when Hải Đăng is opened at an https address.',
  },
  'push.unset': {
    vi: 'Máy chủ chưa được cấu hình để gửi thông báo trình duyệt (mục notify.push).',
    en: 'The server is not set up for web push (setting notify.push).',
  },
  'push.denied': {
    vi: 'Trình duyệt đang chặn thông báo của trang này. Mở phần cài đặt trang của trình duyệt để cho phép, rồi tải lại.',
    en: 'The browser blocks notifications of this site. Allow them in the browser’s settings of the site, then reload.',
  },
  'push.off': {
    vi: 'Đang tắt. Khi bật, cảnh báo gửi cho người nhận sẽ hiện trên thiết bị này cả khi Hải Đăng không mở. Đăng xuất thì tự tắt.',
    en: 'Off. When on, alerts for the recipient appear on this device even while Hải Đăng is closed. Signing out turns it off.',
  },
  'push.on': { vi: 'Đang bật, cho {who}.', en: 'On, for {who}.' },
  'push.for': { vi: 'Người nhận: {who}', en: 'Recipient: {who}' },
  'push.whose': { vi: 'Thiết bị này của ai trong danh bạ?', en: 'Whose device is this, of the contacts?' },
  'push.choose': { vi: '– chọn người nhận –', en: '– choose a recipient –' },
  'push.turnOn': { vi: 'Bật thông báo', en: 'Turn on' },
  'push.turnOff': { vi: 'Tắt thông báo', en: 'Turn off' },
} as const;

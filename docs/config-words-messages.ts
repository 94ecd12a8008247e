/** What the settings of messages and their gateways mean, by path. */
import { explained, type SettingWords } from './setting-words.ts';

export const messageWords: Readonly<Record<string, SettingWords>> = {
  'notify.smtp': explained(
    'Máy chủ thư: smtp://tên:mật-khẩu@máy:587 hoặc smtps://…. Không có thì thư được giữ lại, không gửi.',
    'Mail server: smtp://user:password@host:587 or smtps://…. Without it mails are kept and not sent.',
  ),
  'notify.from': explained('Người gửi của thư: Tên <địa chỉ>.', 'Sender of mails: Name <address>.'),
  'notify.dkim.domain': explained('Tên miền ký thư.', 'Domain that signs mails.'),
  'notify.dkim.selector': explained('Bộ chọn trong bản ghi DNS của khóa.', 'Selector of the key’s DNS record.'),
  'notify.dkim.keyFile': explained('Tệp PEM có khóa bí mật.', 'PEM file with the private key.'),
  'notify.bounceSecret': explained(
    'Mật khẩu để chuyển thư trả lại vào hệ thống (docs/messages.md).',
    'Secret of whoever pipes bounces to us (docs/messages.md).',
  ),
  'notify.sms.url': explained(
    'Địa chỉ cổng SMS qua HTTP. Chỉ chọn một trong sms, smpp, smstools.',
    'Address of an SMS gateway by HTTP. One of sms, smpp and smstools.',
  ),
  'notify.sms.method': explained('Cách gọi HTTP.', 'HTTP method.'),
  'notify.sms.headers': explained(
    'Tiêu đề HTTP; khóa API đặt ở đây, không đặt trong url.',
    'HTTP headers; API keys belong here and not into the url.',
  ),
  'notify.sms.encoding': explained(
    'body đi dưới dạng JSON, biểu mẫu hay tham số.',
    'How body travels: as JSON, a form or parameters.',
  ),
  'notify.sms.body': explained(
    'Nội dung yêu cầu; {to}, {text}, {id} được điền vào.',
    'Body of the request; {to}, {text}, {id} are filled in.',
  ),
  'notify.sms.numbers': explained(
    'Cách viết số: như danh bạ, 09…, 849…, +849….',
    'How numbers are written: as on the list, 09…, 849…, +849….',
  ),
  'notify.sms.success.status[]': explained(
    'Mã HTTP coi là đã nhận; không ghi thì mọi 2xx.',
    'HTTP statuses that count as taken; else any 2xx.',
  ),
  'notify.sms.success.field': explained(
    'Đường dẫn trong câu trả lời JSON cần xem.',
    'Path into the JSON answer to look at.',
  ),
  'notify.sms.success.equals': explained('Giá trị của field khi đã nhận.', 'Value of the field when it was taken.'),
  'notify.sms.success.temporary[]': explained(
    'Giá trị nghĩa là thử lại; giá trị khác là hỏng hẳn.',
    'Values that mean try again; any other is final.',
  ),
  'notify.sms.gatewayId': explained(
    'Chỗ câu trả lời nói mã tin của cổng.',
    'Where the answer says what the gateway calls the message.',
  ),
  'notify.sms.receipts.secret': explained(
    'Mật khẩu trong địa chỉ mà cổng gửi báo nhận về.',
    'Secret in the address to which the gateway sends receipts.',
  ),
  'notify.sms.receipts.id': explained('Trường chứa mã tin.', 'Field with the message’s id.'),
  'notify.sms.receipts.idIs': explained('Mã đó là của ta hay của cổng.', 'Whether that id is ours or the gateway’s.'),
  'notify.sms.receipts.status': explained('Trường chứa kết quả.', 'Field with what became of it.'),
  'notify.sms.receipts.delivered[]': explained('Giá trị nghĩa là đã tới.', 'Values that mean delivered.'),
  'notify.sms.receipts.failed[]': explained('Giá trị nghĩa là không tới được.', 'Values that mean failed.'),
  'notify.sms.receipts.expired[]': explained('Giá trị nghĩa là hết hạn.', 'Values that mean expired.'),
  'notify.sms.replies.secret': explained(
    'Mật khẩu trong địa chỉ nhận SMS trả lời.',
    'Secret in the address that takes replies.',
  ),
  'notify.sms.replies.from': explained('Trường chứa số người gửi.', 'Field with the sender’s number.'),
  'notify.sms.replies.text': explained('Trường chứa nội dung.', 'Field with the text.'),
  'notify.sms.timeoutSeconds': explained('Chờ cổng trả lời tối đa.', 'How long to wait for the gateway’s answer.'),
  'notify.smpp.url': explained(
    'Tổng đài tin nhắn: smpp://máy:2775, có TLS thì ssmpp://….',
    'SMSC: smpp://host:2775, with TLS ssmpp://….',
  ),
  'notify.smpp.systemId': explained('Tên đăng nhập.', 'Name to bind with.'),
  'notify.smpp.password': explained('Mật khẩu, tối đa 8 ký tự.', 'Password, at most 8 characters.'),
  'notify.smpp.systemType': explained(
    'Loại hệ thống nếu tổng đài đòi hỏi.',
    'System type where the SMSC asks for one.',
  ),
  'notify.smpp.source': explained('Người gửi: tên thương hiệu hoặc số.', 'Sender: brand name or number.'),
  'notify.smpp.sourceTon': explained('Loại số của người gửi (TON).', 'Type of number of the sender.'),
  'notify.smpp.sourceNpi': explained('Kế hoạch đánh số của người gửi (NPI).', 'Numbering plan of the sender.'),
  'notify.smpp.destinationTon': explained('Loại số của người nhận (TON).', 'Type of number of the receiver.'),
  'notify.smpp.destinationNpi': explained('Kế hoạch đánh số của người nhận (NPI).', 'Numbering plan of the receiver.'),
  'notify.smpp.numbers': explained('Cách viết số người nhận.', 'How receivers’ numbers are written.'),
  'notify.smpp.window': explained(
    'Số tin gửi đi cùng lúc chưa có trả lời.',
    'Messages submitted and not yet answered at once.',
  ),
  'notify.smpp.receiptIds': explained(
    'Báo nhận ghi mã tin y như lúc trả lời hay ở hệ số khác.',
    'Whether receipts name a message as the answer did or in the other base.',
  ),
  'notify.smpp.enquireSeconds': explained(
    'Nhịp hỏi xem kết nối còn sống.',
    'How often the line is asked whether it lives.',
  ),
  'notify.smpp.timeoutSeconds': explained('Chờ tổng đài trả lời tối đa.', 'How long to wait for the SMSC’s answer.'),
  'notify.smpp.reconnectSeconds': explained(
    'Chờ trước khi nối lại, gấp đôi dần tới một phút.',
    'First wait before binding again; it doubles up to a minute.',
  ),
  'notify.smstools.outgoing': explained(
    'Thư mục tin chờ gửi của smstools.',
    'Folder of the smstools spool for messages to send.',
  ),
  'notify.smstools.sent': explained('Thư mục tin đã gửi.', 'Folder of those sent.'),
  'notify.smstools.failed': explained('Thư mục tin hỏng.', 'Folder of those that failed.'),
  'notify.smstools.report': explained('Thư mục báo nhận.', 'Folder of status reports.'),
  'notify.smstools.incoming': explained('Thư mục tin đến.', 'Folder of messages that came in.'),
  'notify.smstools.numbers': explained('Cách viết số.', 'How numbers are written.'),
  'notify.smstools.pollSeconds': explained('Nhịp xem các thư mục.', 'How often the folders are looked at.'),
  'notify.devices[].provider': explained(
    'Nhà cung cấp của các thiết bị này; các mục còn lại như notify.sms, {to} là thiết bị.',
    'Provider of these VMS units; the rest is as notify.sms, with {to} for the unit.',
  ),
  'notify.push.subject': explained(
    'Ai chịu trách nhiệm, cho dịch vụ đẩy: mailto:… hoặc https://….',
    'Whom a push service may ask about us: mailto:… or https://….',
  ),
  'notify.push.allowPrivate': explained('Cho phép địa chỉ trong mạng riêng.', 'Allow addresses in private networks.'),
  'notify.push.hosts[]': explained(
    'Chỉ gửi tới các dịch vụ đẩy tin này, ví dụ `fcm.googleapis.com`, `*.push.apple.com`; bỏ trống: mọi dịch vụ công khai.',
    'Only these push services are sent to, such as `fcm.googleapis.com`, `*.push.apple.com`; left out: all public ones.',
  ),
  'notify.push.timeoutSeconds': explained(
    'Chờ dịch vụ đẩy trả lời tối đa.',
    'How long to wait for the push service’s answer.',
  ),
  'notify.push.ttlSeconds': explained(
    'Dịch vụ đẩy giữ tin bao lâu cho trình duyệt đang tắt.',
    'How long the service keeps it for a browser that is off.',
  ),
  'notify.webhook.secret': explained('Khóa ký tin gửi tới chương trình khác.', 'Signs what is sent to other programs.'),
  'notify.webhook.allowPrivate': explained(
    'Cho phép địa chỉ trong mạng riêng.',
    'Allow addresses in private networks.',
  ),
  'notify.webhook.hosts[]': explained(
    'Chỉ gửi tới các máy chủ này, ví dụ `hooks.example.vn`, `*.example.vn`; bỏ trống: mọi máy chủ công khai.',
    'Only these hosts are sent to, such as `hooks.example.vn`, `*.example.vn`; left out: all public ones.',
  ),
  'notify.webhook.timeoutSeconds': explained('Chờ trả lời tối đa.', 'How long to wait for an answer.'),
  'notify.retrySeconds[]': explained(
    'Chờ sau lần từ chối thứ nhất, thứ hai…; số cuối lặp lại.',
    'Waits after the first, second … refusal; the last one repeats.',
    '30, 120, 480, 1800, 3600',
  ),
  'notify.maxAttempts': explained(
    'Số lần thử trước khi coi là hỏng.',
    'Tries before a message counts as failed.',
    '28',
  ),
  'notify.expireHours': explained(
    'Sau bấy nhiêu giờ thì không gửi nữa.',
    'Hours after which it is not sent any more.',
    '36',
  ),
  'notify.sendTimeoutSeconds': explained('Một lần gửi được kéo dài tối đa.', 'How long one try may take.', '60'),
  'notify.confirmMinutes': explained(
    'Quá bấy nhiêu phút không có báo nhận thì báo bằng kênh khác; không đặt thì không chờ báo nhận.',
    'Without a receipt within these minutes the contact is told by another channel; not set: receipts are not waited for.',
  ),
  'notify.pollSeconds': explained('Nhịp xem hộp tin đi.', 'Seconds between looks at the outbox.', '2'),
  'notify.concurrency': explained('Số tin gửi cùng lúc ở một kênh.', 'Messages under way at once, a channel.', '5'),
  'notify.limits.groupFrom': explained(
    'Từ bấy nhiêu tin chờ cho một người thì gộp thành một.',
    'From so many that wait for one reader on they become one.',
    '4',
  ),
  'notify.limits.perWindow': explained(
    'Số tin tối đa cho một người trong một khoảng.',
    'Messages to one reader within the window.',
    '12',
  ),
  'notify.limits.windowSeconds': explained('Độ dài của khoảng đó.', 'Length of that window.', '600'),
  'notify.limits.groupSeconds': explained(
    'Giãn cách giữa hai tin gộp.',
    'Distance between two messages that tell several things.',
    '60',
  ),
  'notify.linkHours': explained('Liên kết trong tin dùng được bao lâu.', 'How long the link in a message can be used.'),
  'notify.publicUrl': explained(
    'Địa chỉ mà người nhận mở hệ thống: https://….',
    'Where recipients open the product: https://….',
  ),
};

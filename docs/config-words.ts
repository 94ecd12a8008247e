/** What each setting of haidang.config.json means, by its path. Made into pages by config-table.ts; a test finds what is not explained. */
import { messageWords } from './config-words-messages.ts';
import { explained, type SettingWords } from './setting-words.ts';

/** `devices[]` has the fields of `notify.sms` besides its own. */
export const SAME_FIELDS: readonly [prefix: string, as: string][] = [['notify.devices[].', 'notify.sms.']];

export const settingWords: Readonly<Record<string, SettingWords>> = {
  data: explained(
    'Thư mục dữ liệu: nhật ký, kho, tài khoản, tệp đính kèm.',
    'Data folder: journal, store, accounts, attached files.',
    './haidang-data/live',
  ),
  host: explained(
    'Địa chỉ mà máy chủ lắng nghe. Mặc định chỉ máy này; đặt sau proxy có TLS thì giữ nguyên.',
    'Address to listen on. By default this machine only; behind a proxy that ends TLS leave it so.',
  ),
  port: explained('Cổng HTTP.', 'HTTP port.'),
  trustedProxies: explained(
    'Số proxy phía trước được tin về địa chỉ người gọi và TLS.',
    'How many proxies in front are believed about who asks and whether by TLS.',
  ),
  'tls.cert': explained(
    'Tệp PEM: chứng thư kèm chuỗi. Có nó thì máy chủ tự dùng TLS (từ 1.2) và đọc lại khi tệp đổi; không dùng với bản trình diễn.',
    'PEM file: the certificate with its chain. With it the server speaks TLS itself (1.2 and newer), and reads the files again when they change; not for the demonstration.',
  ),
  'tls.key': explained('Tệp PEM: khóa riêng của chứng thư.', 'PEM file: the private key of the certificate.'),
  'evidence.signingKey': explained(
    'Tệp PEM: khóa riêng Ed25519 ký mọi hồ sơ bằng chứng (docs/evidence.md). Không có thì không ký.',
    'PEM file: an Ed25519 private key that signs every evidence archive (docs/evidence.md). Without it none is signed.',
  ),
  'evidence.signer': explained(
    'Tên đơn vị lập, ghi cạnh chữ ký; phải có cùng `evidence.signingKey`.',
    'What the issuer is called beside the signature; it goes with `evidence.signingKey`.',
  ),
  'oidc.issuer': explained(
    'Đăng nhập bằng tài khoản của tỉnh (OpenID Connect): địa chỉ nhà cung cấp. Nút chỉ hiện khi có. Tài khoản và mật khẩu tại chỗ vẫn dùng được.',
    'Single sign-on by the province’s own accounts (OpenID Connect): the provider’s address. The button is there only with it. Names and passwords of the system still lead in.',
  ),
  'oidc.clientId': explained(
    'Mã ứng dụng đã đăng ký ở nhà cung cấp; địa chỉ trở về là publicUrl/api/v1/session/oidc/callback.',
    'Id under which the provider knows us; it sends browsers back to publicUrl/api/v1/session/oidc/callback.',
  ),
  'oidc.clientSecret': explained(
    'Khóa bí mật của ứng dụng; nên để ở HAIDANG_OIDC_CLIENT_SECRET hoặc tệp riêng.',
    'Its secret; better in HAIDANG_OIDC_CLIENT_SECRET or a file.',
  ),
  'oidc.clientSecretFile': explained('Tệp chứa khóa bí mật.', 'File with the secret.'),
  'oidc.label': explained('Chữ trên nút ở trang đăng nhập.', 'On the button of the sign-in page.'),
  'oidc.scope': explained('Phạm vi xin từ nhà cung cấp.', 'Scopes that are asked for.'),
  'oidc.nameClaim': explained(
    'Thông tin dùng làm tên tài khoản ở đây; phải là thứ người dùng không tự đổi được.',
    'What an account is called here; it has to be something that people there cannot choose for themselves.',
  ),
  'oidc.accounts': explained(
    'existing: chỉ người đã có tài khoản ở đây (trừ quản trị viên; lần đầu gắn theo tên, sau đó theo mã của nhà cung cấp). create: tạo tài khoản cho ai có vai trò, đặt lại vai trò mỗi lần đăng nhập.',
    'existing: only who has an account here (administrators not; bound by name the first time, by the provider’s own id from then on). create: accounts are made for whoever has a role, which is set anew at each sign-in.',
  ),
  'oidc.rolesClaim': explained(
    'Thông tin chứa vai trò; cần khi accounts là create.',
    'Where roles stand; needed when accounts is create.',
  ),
  'oidc.roles': explained('Giá trị ở đó ứng với vai trò nào ở đây.', 'Which roles here a value there stands for.'),
  'oidc.needsSecondFactor': explained(
    'Mọi người phải đăng nhập ở đó bằng hơn một mật khẩu (amr). Tài khoản có bật mã xác thực ở đây luôn phải vậy.',
    'Everybody has to have shown more than a password there (amr). Accounts with a second factor here have to in any case.',
  ),
  'limits.requestsPerMinute': explained(
    'Số yêu cầu mỗi phút của một địa chỉ (cả văn phòng có thể chung một địa chỉ); quá thì trả 429 kèm Retry-After.',
    'Requests a minute of one address (a whole office may share one); beyond that 429 with Retry-After.',
  ),
  'limits.keyRequestsPerMinute': explained(
    'Số yêu cầu mỗi phút của một khóa API chưa có số riêng, kể cả gửi vị trí.',
    'Requests a minute of an API key that has no number of its own, positions included.',
  ),
  'limits.guesses': explained(
    'Số điểm thử sai của một địa chỉ trong năm phút: khóa hay phiên sai tốn 1, mật khẩu hay mã sai tốn 10.',
    'Points for wrong guesses of one address in five minutes: a wrong key or session costs 1, a wrong password or code 10.',
  ),
  'feeds[]': explained(
    'Nguồn dữ liệu: file:ĐƯỜNG-DẪN[?speed=60], udp://…, tcp://…, tcp-listen://….',
    'Feeds: file:PATH[?speed=60], udp://…, tcp://…, tcp-listen://….',
  ),
  store: explained(
    'Địa chỉ MongoDB (mongodb://…). Không có thì kho nằm trong thư mục dữ liệu.',
    'Address of a MongoDB (mongodb://…). Without it the store lies in the data folder.',
  ),
  demo: explained(
    'Đội tàu mô phỏng. Không ghi gì và không có nguồn nào thì là bản trình diễn.',
    'A simulated fleet. Not said, and without any feed, it is the demonstration.',
  ),
  role: explained(
    'Việc của tiến trình này khi có nhiều tiến trình (docs/growth.md).',
    'What this process does where there are several (docs/growth.md).',
  ),
  'cluster.front': explained(
    'Nơi engine và web tìm front: http://máy:cổng.',
    'Where engines and web nodes find the front: http://host:port.',
  ),
  'cluster.listen': explained(
    'Nơi front chờ chúng. Chỉ mở trong mạng riêng.',
    'Where the front listens for them. For a private network only.',
  ),
  'cluster.key': explained(
    'Khóa chung của mọi tiến trình, ít nhất 16 ký tự.',
    'Key that all processes share, 16 characters or more.',
  ),
  'cluster.redis': explained(
    'Địa chỉ Redis: redis://… hoặc rediss://….',
    'Address of a Redis: redis://… or rediss://….',
  ),
  'cluster.partitions': explained(
    'Số phần chia đội tàu; đổi thì kho được dựng lại.',
    'Partitions of the fleet; with another number the store is worked out anew.',
  ),
  'cluster.leaseSeconds': explained(
    'Sau bấy lâu không trả lời, phần của engine được giao cho engine khác.',
    'After this a partition whose engine does not answer is another one’s.',
  ),
  tickSeconds: explained(
    'Nhịp đồng hồ ghi vào nhật ký: mất tín hiệu được xét theo nhịp này.',
    'Seconds between journaled ticks of the clock: silence is judged this often.',
  ),
  catchUpSeconds: explained(
    'Khi khởi động, chờ tối đa bấy nhiêu giây để xử lý phần nhật ký còn lại; lâu hơn thì nhận dữ liệu và mở màn hình ngay, xử lý tiếp song song.',
    'How long a start works through what is left of the journal; what takes longer is worked through beside feeds and screens.',
  ),
  'engine.windowHours': explained(
    'Vị trí đến muộn trong khoảng này (tính lùi từ vị trí mới nhất của tàu) được xét lại ngay trong bộ nhớ; muộn hơn thì đọc lại vết tàu từ kho. Kết luận không đổi, chỉ đổi chỗ đọc.',
    'Late positions up to this age, counted back from the vessel’s newest, are judged again from memory; for older ones her track is read from the store. What comes out is the same.',
  ),
  'engine.maxWindowFixes': explained(
    'Số vị trí giữ trong bộ nhớ cho mỗi tàu, nhiều nhất; mỗi vị trí 32 byte.',
    'Positions kept in memory for each vessel at most, 32 bytes each.',
  ),
  ...messageWords,
  'audit.escalateEverySeconds': explained(
    'Nhịp tìm bước báo lên cấp bị sót.',
    'How often missed steps of ladders are looked for.',
  ),
  'audit.escalateAfterSeconds': explained('Trễ bao lâu thì coi là sót.', 'How late they are by then.'),
  'audit.everySeconds': explained('Nhịp tự kiểm tra.', 'Seconds between runs of the auditor.'),
  'audit.graceSeconds': explained(
    'Bước trễ hơn thế là báo động về chính hệ thống.',
    'A step that is so late is an alarm about the system itself.',
  ),
  'audit.messageGraceSeconds': explained(
    'Tin lẽ ra đã gửi từ bấy lâu là báo động.',
    'A message that should have left so long ago is one, too.',
  ),
  'heartbeat.url': explained(
    'Địa chỉ nhận nhịp sống, ở ngoài hệ thống.',
    'Address outside that gets the sign of life.',
  ),
  'heartbeat.method': explained('GET hoặc POST.', 'GET or POST.'),
  'heartbeat.headers': explained('Tiêu đề HTTP kèm theo.', 'HTTP headers to go with it.'),
  'heartbeat.mailTo': explained('Hộp thư nhận nhịp sống; cần notify.smtp.', 'Mailbox that gets it; needs notify.smtp.'),
  'heartbeat.everySeconds': explained('Nhịp gửi.', 'How often it is sent.'),
  'heartbeat.timeoutSeconds': explained('Chờ trả lời tối đa.', 'How long to wait for an answer.'),
  'reports.schedules[].name': explained(
    'Tên lịch, có trong tên tệp: chữ thường, số, gạch ngang.',
    'Name of the schedule, in file names: small letters, digits, dashes.',
  ),
  'reports.schedules[].report': explained('Báo cáo nào.', 'Which report.'),
  'reports.schedules[].every': explained(
    'Hằng ngày, hằng tuần hay hằng tháng; kỳ báo cáo là từ lần trước đến lần này.',
    'Daily, weekly or monthly; its period runs from the time before to this one.',
  ),
  'reports.schedules[].weekday': explained('Thứ mấy (1 thứ Hai … 7 Chủ nhật).', 'On which day (1 Monday … 7 Sunday).'),
  'reports.schedules[].day': explained('Ngày nào trong tháng.', 'On which day of the month.'),
  'reports.schedules[].at': explained('Lúc mấy giờ, giờ Việt Nam.', 'At what time, in Vietnam.'),
  'reports.schedules[].format': explained('Dạng tệp.', 'Format of the file.'),
  'reports.schedules[].language': explained('Ngôn ngữ.', 'Language.'),
  'reports.schedules[].mailTo[]': explained(
    'Gửi kèm thư tới các hộp thư này; cần notify.smtp. Tệp luôn được giữ để tải về.',
    'Mailed to these as an attachment; needs notify.smtp. The file is kept to be fetched in any case.',
  ),
  'reports.keepDays': explained('Giữ tệp bao nhiêu ngày.', 'Days for which the files are kept.'),
  'reports.everySeconds': explained(
    'Bao nhiêu giây xem lịch một lần, và gửi lại thư chưa đi.',
    'Seconds between looks at what is due, and between tries of a mail.',
  ),
  'backup.into': explained(
    'Thư mục để máy chủ tự sao lưu vào, nên ở đĩa khác. Không có thì không tự sao lưu.',
    'Folder into which the server has backups made by itself, on another disk. Without it none are.',
  ),
  'backup.everyHours': explained('Bao nhiêu giờ một lần.', 'How often.'),
  'backup.keep': explained('Giữ lại bấy nhiêu bản mới nhất.', 'So many of the newest stay.'),
  'tracks.thinning[].afterDays': explained(
    'Vị trí cũ hơn bấy nhiêu ngày được thưa bớt. Nhật ký giữ đủ.',
    'Positions older than this are thinned. The journal keeps all.',
  ),
  'tracks.thinning[].toleranceM': explained(
    'Vẫn biết tàu ở đâu với sai số này.',
    'What is left tells where a vessel was to within this.',
  ),
  'tracks.thinning[].everyMinutes': explained(
    'Hai vị trí còn lại không cách nhau quá thế.',
    'No two that are left lie further apart.',
  ),
  'tracks.aroundAlertsHours': explained(
    'Quanh cảnh báo bấy nhiêu giờ thì không bỏ vị trí nào.',
    'Nothing is taken out within these hours of an alert.',
  ),
  'forward.receivers[].id': explained('Tên bên nhận, giữ nguyên về sau.', 'Name of a receiver; it stays.'),
  'forward.receivers[].format': explained(
    'naf, flux hoặc cot (máy tính bảng tuần tra).',
    'naf, flux, or cot for patrol tablets.',
  ),
  'forward.receivers[].url': explained(
    'https://…, tcp://máy:cổng, hoặc udp://máy:cổng cho cot.',
    'https://…, tcp://host:port, or udp://host:port for cot.',
  ),
  'forward.receivers[].headers': explained(
    'Tiêu đề HTTP, ví dụ Authorization.',
    'HTTP headers, such as Authorization.',
  ),
  'forward.receivers[].from': explained(
    'Bên gửi: FR của NAF, chủ tài liệu của FLUX.',
    'Sender: FR of NAF, owner of a FLUX document.',
  ),
  'forward.receivers[].to': explained('Bên nhận: AD của NAF.', 'Receiver: AD of NAF.'),
  'forward.receivers[].registrations[]': explained(
    'Chỉ các tàu có số đăng ký này.',
    'Only vessels with these registrations.',
  ),
  'forward.receivers[].provinces[]': explained('Chỉ tàu của các địa phương này.', 'Only vessels of these provinces.'),
  'forward.receivers[].minLengthM': explained(
    'Chỉ tàu dài từ bấy nhiêu mét.',
    'Only vessels of this length or more, in metres.',
  ),
  'forward.receivers[].ais': explained(
    'Gửi cả vị trí AIS; không thì chỉ VMS và vị trí khai báo.',
    'AIS positions, too; else VMS and declared ones.',
  ),
  'forward.receivers[].allowPrivate': explained(
    'Cho phép địa chỉ trong mạng riêng.',
    'The address may lie in a private network.',
  ),
  'forward.receivers[].timeoutSeconds': explained('Thời gian chờ mỗi lần gửi.', 'How long one try may take.'),
  'forward.receivers[].staleMinutes': explained(
    'Sau bấy nhiêu phút máy tính bảng coi vị trí là cũ.',
    'Minutes after which a tablet takes a position for old.',
  ),
  'forward.everySeconds': explained('Nhịp gửi.', 'Seconds between runs.'),
  'modules.fishing': explained(
    'Có quản lý khai thác thủy sản: quy tắc về vùng, ranh giới, rời cảng và các vùng biển trong thư mục dữ liệu mới, và các báo cáo về chúng. Tỉnh không có biển thì tắt.',
    'Fisheries are looked after: rules about areas, boundary and departure and the zones of the sea in a new data folder, and the reports about them. A landlocked province switches it off.',
  ),
  'modules.reports': explained('Trang báo cáo.', 'The page of reports.'),
  'modules.fieldReports': explained(
    'Trang phản ánh hiện trường và đường dây nóng của cán bộ.',
    'The officers’ page of reports from the field, and the hotline.',
  ),
  'modules.publicForm': explained(
    'Mở trang /r cho mọi người gửi phản ánh, không cần tài khoản.',
    'Opens the page /r, on which anybody may report without an account.',
  ),
  'publicForm.hotline': explained('Số điện thoại đường dây nóng ghi trên trang /r.', 'Hotline that the page /r names.'),
  'publicForm.perAddress': explained(
    'Số phản ánh nhận trong một giờ từ một địa chỉ.',
    'Reports taken within an hour from one address.',
  ),
  'publicForm.perHour': explained(
    'Số phản ánh nhận trong một giờ từ tất cả.',
    'Reports taken within an hour from all together.',
  ),
  'wall.frameAncestors[]': explained(
    'Trang được nhúng ô của màn hình lớn: https://….',
    'Pages that may show tiles of the wall: https://….',
  ),
  'wall.targets.reportingPercent': explained(
    'Mục tiêu: % tàu phải báo đang báo.',
    'Target: percent of those that owe reports that report.',
  ),
  'wall.targets.silent': explained('Mục tiêu: số tàu mất tín hiệu trên biển.', 'Target: vessels silent at sea.'),
  'wall.targets.longSilent': explained(
    'Mục tiêu: số tàu mất tín hiệu quá 10 ngày.',
    'Target: vessels silent for more than 10 days.',
  ),
  'wall.targets.openCases': explained('Mục tiêu: số vụ việc đang mở.', 'Target: cases that are open.'),
  'wall.targets.boundary': explained('Mục tiêu: số lần vượt ranh giới.', 'Target: crossings of the boundary.'),
  'wall.targets.urgent': explained('Mục tiêu: số cảnh báo khẩn cấp đang mở.', 'Target: urgent alerts that are open.'),
  'wall.targets.waiting': explained(
    'Mục tiêu: số cảnh báo chưa ai tiếp nhận.',
    'Target: alerts that nobody has taken up.',
  ),
  'wall.targets.acknowledgeMinutes': explained(
    'Mục tiêu: số phút tới khi tiếp nhận.',
    'Target: minutes until one is taken up.',
  ),
  'wall.targets.failedMessages': explained('Mục tiêu: số tin không gửi được.', 'Target: messages that failed.'),
  'map.layers[].name': explained(
    'Lớp bản đồ thêm (độ sâu, hải đồ) từ máy chủ ảnh: tên, mỗi lớp một tên. Xem docs/map.md.',
    'A further layer of the map (depths, charts) from a tile server: its name, no two alike. See docs/map.md.',
  ),
  'map.layers[].nameEn': explained('Tên tiếng Anh.', 'Its name in English.'),
  'map.layers[].url': explained(
    'Địa chỉ ảnh: https://máy-chủ/{z}/{x}/{y}.png. Trang chỉ được lấy ảnh từ đúng máy chủ này.',
    'Address of its tiles: https://host/{z}/{x}/{y}.png. The page may take pictures from exactly this server.',
  ),
  'map.layers[].attribution': explained('Ghi nguồn, hiện trên bản đồ.', 'Whose it is, shown on the map.'),
  'map.layers[].minZoom': explained('Mức phóng nhỏ nhất có lớp này.', 'Least zoom at which it shows.'),
  'map.layers[].maxZoom': explained(
    'Mức phóng lớn nhất có ảnh; gần hơn thì ảnh được phóng to.',
    'Last zoom that has tiles; further in they are enlarged.',
  ),
  'map.layers[].opacity': explained('Độ đậm, 0,1 đến 1.', 'Opacity, 0.1 to 1.'),
  'map.layers[].over': explained(
    'Nằm trên đất liền (phao, đèn); nếu không thì dưới đất liền và các vùng.',
    'Over the land (buoys, lights); otherwise beneath land and zones.',
  ),
  'map.layers[].shown': explained(
    'Hiện sẵn cho trình duyệt chưa ai bật hay tắt lớp này.',
    'Shown in browsers in which nobody has switched it.',
  ),
  'contacts[].id': explained(
    'Mã người nhận. contacts và routing chỉ đọc ở lần khởi động đầu; sau đó sửa trong Cài đặt.',
    'Id of a contact. contacts and routing are read on the first start; afterwards they are edited in the settings.',
  ),
  'contacts[].name': explained('Tên.', 'Name.'),
  'contacts[].role': explained('Vai trong bảng người nhận.', 'Role in the recipient matrix.'),
  'contacts[].unit': explained('Đơn vị; không có thì nghe mọi việc.', 'Unit; without one it hears of everything.'),
  'contacts[].user': explained(
    'Tài khoản của người này, để báo qua trình duyệt.',
    'Account of this person, for push messages.',
  ),
  'contacts[].email': explained('Thư điện tử.', 'Mail address.'),
  'contacts[].phone': explained('Điện thoại.', 'Phone.'),
  'contacts[].webhook': explained('Địa chỉ chương trình nhận tin.', 'Where a program of theirs takes messages.'),
  'contacts[].caseMoves': {
    vi: 'chương trình ấy nhận cả mỗi bước của vụ việc (tàu thuộc đơn vị của người nhận)',
    en: 'that program also hears of every move of a case, of vessels that the contact’s unit covers',
  },
  'contacts[].language': explained('Ngôn ngữ của tin.', 'Language of messages.'),
  'contacts[].unicodeSms': explained(
    'SMS có dấu: 70 ký tự một phần thay vì 160.',
    'SMS with all marks: 70 characters a part in place of 160.',
  ),
  'contacts[].quietHours.from': explained(
    'Giờ yên tĩnh từ (giờ Việt Nam): chỉ báo ngay việc cứu nạn và vượt ranh giới.',
    'Quiet hours from (Vietnamese time): only distress and boundary are told at once.',
  ),
  'contacts[].quietHours.to': explained('… đến.', '… to.'),
  'contacts[].verifiedOn': explained('Ngày kiểm tra liên lạc gần nhất.', 'Day on which it was last checked.'),
  'routing[].rules[]': explained('Mã quy tắc, * là tất cả.', 'Rule ids, * for all.'),
  'routing[].kinds[]': explained('Loại quy tắc, thêm vào đó.', 'Kinds of rule beside them.'),
  'routing[].maxPriority': explained(
    'Chỉ từ mức này trở lên (1 khẩn nhất).',
    'Only of this priority or more urgent (1 is the most urgent).',
  ),
  'routing[].changes[]': explained('Báo khi phát, hết hay rút lại.', 'Told when raised, cleared or retracted.'),
  'routing[].roles[]': explained('Ai được báo.', 'Who is told.'),
  'routing[].channels[]': explained('Bằng kênh nào.', 'By which channels.'),
  'routing[].onWatch': explained(
    'Chỉ người đang trực; không ai trực thì tất cả.',
    'Only who is on watch; everybody when nobody is.',
  ),
  'routing[].homePorts[]': explained('Chỉ tàu của các cảng này.', 'Only vessels of these ports.'),
  'routing[].zones[]': explained('Chỉ cảnh báo về các vùng này.', 'Only alerts about these zones.'),
  'routing[].provinces[]': explained('Chỉ tàu của các tỉnh này.', 'Only vessels of these provinces.'),
  'routing[].minLengthM': explained('Chỉ tàu dài từ.', 'Only vessels from this length on.'),
  'routing[].belowLengthM': explained('Chỉ tàu ngắn hơn.', 'Only vessels shorter than this.'),
};

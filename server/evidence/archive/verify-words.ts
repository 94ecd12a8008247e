/** What the reader of an archive says of it: `{name}` is filled in. Vietnamese first. */
export interface Sentence {
  vi: string;
  en: string;
}

const all = {
  // What was found to be wrong.
  notZip: ['Tệp này không phải là hồ sơ zip đọc được.', 'This file is no zip that can be read.'],
  structure: ['Byte {at}: khung của tệp zip bị thay đổi.', 'Byte {at}: the frame of the zip was altered.'],
  header: [
    'Byte {at}: phần đầu của “{name}” trong zip bị thay đổi.',
    'Byte {at}: the zip’s header of “{name}” was altered.',
  ],
  directory: ['Byte {at}: mục lục của zip{of} bị thay đổi.', 'Byte {at}: the zip’s directory{of} was altered.'],
  content: ['“{name}” (từ byte {at}): nội dung bị thay đổi.', '“{name}” (from byte {at}): its content was altered.'],
  noManifest: [
    'Thiếu bản kê “{name}” hoặc bản kê không đọc được: {why}.',
    'The list “{name}” is missing or cannot be read: {why}.',
  ],
  sums: ['Mã SHA-256 của bản kê không khớp với “{name}”.', 'The SHA-256 of the manifest is not the one in “{name}”.'],
  signatureWrong: ['“{name}”: chữ ký không khớp với bản kê.', '“{name}”: the signature is not one of this manifest.'],
  notSigned: ['Thiếu chữ ký “{name}”.', 'The signature “{name}” is missing.'],
  otherKey: [
    'Được ký bằng khóa khác ({key}, tự xưng “{signer}”), không phải khóa đã đưa.',
    'It is signed with another key ({key}, which calls itself “{signer}”) than the one that was given.',
  ],
  missing: ['Thiếu tệp “{name}” có trong bản kê.', 'The file “{name}” of the manifest is missing.'],
  extra: ['Tệp “{name}” không có trong bản kê.', 'The file “{name}” is not in the manifest.'],
  twice: ['Tệp “{name}” có hai lần.', 'The file “{name}” is there twice.'],
  hash: [
    '“{name}”: nội dung không đúng mã SHA-256 trong bản kê.',
    '“{name}”: its content has another SHA-256 than the manifest says.',
  ],
  packed: [
    '“{name}” (từ byte {at}): các byte nén bị thay đổi, hoặc hồ sơ đã được nén lại bằng chương trình khác.',
    '“{name}” (from byte {at}): its packed bytes were altered, or the archive was packed anew by another program.',
  ],
  unreadable: [
    '“{name}”{line}: không đúng dạng ({why}).',
    '“{name}”{line}: not of the form that it should have ({why}).',
  ],
  noRecord: [
    'Vị trí {fix}: byte gốc không có trong hồ sơ (bản ghi {position}).',
    'Fix {fix}: its raw bytes are not in the archive (record {position}).',
  ],
  notDecoded: [
    'Vị trí {fix}: giải mã lại byte gốc không cho ra vị trí này.',
    'Fix {fix}: its raw bytes, decoded again, do not give it.',
  ],
  otherVessel: [
    'Vị trí {fix}: byte gốc không mang tên gọi nào của tàu này.',
    'Fix {fix}: its raw bytes carry none of this vessel’s identities.',
  ],
  recordHash: [
    'Bản ghi {position}: nội dung không đúng mã SHA-256 của nó.',
    'Record {position}: its content has another SHA-256 than it says.',
  ],
  track: ['“{name}” không cùng nội dung với các vị trí.', '“{name}” does not say the same as the fixes.'],
  attachment: [
    '“{name}”: nội dung không đúng mã SHA-256 trong tên tệp.',
    '“{name}”: its content has another SHA-256 than its name says.',
  ],
  gap: [
    'Chuỗi mã băm nhật ký bị đứt tại vị trí {position}.',
    'The chain of journal hashes is broken at position {position}.',
  ],
  outside: [
    'Bản ghi {position} không nằm trong đoạn nhật ký nào của chuỗi.',
    'Record {position} lies in no segment of the chain.',
  ],
  seal: ['Mã niêm phong không phải mã của đoạn cuối.', 'The seal is not the hash of the last segment.'],
  alertFix: [
    'Cảnh báo {alert}: vị trí làm căn cứ lúc {time} không có trong hồ sơ.',
    'Alert {alert}: the fix of {time} on which it rests is not in the archive.',
  ],
  otherRule: [
    'Cảnh báo {alert}: quy tắc {rule} kèm theo không phải phiên bản mà cảnh báo nêu.',
    'Alert {alert}: the rule {rule} that comes with it is not of the version that the alert names.',
  ],
  otherZone: [
    'Cảnh báo {alert}: vùng {zone} kèm theo không phải phiên bản mà cảnh báo nêu.',
    'Alert {alert}: the zone {zone} that comes with it is not of the version that the alert names.',
  ],
  counts: ['Bản kê ghi {said} {what}, hồ sơ có {found}.', 'The manifest says {said} {what}, there are {found}.'],
  notInJournal: [
    'Bản ghi {position}: nhật ký tại “{path}” không có đúng các byte này ở đó.',
    'Record {position}: the journal in “{path}” does not have these bytes there.',
  ],
  otherSegment: [
    'Đoạn nhật ký {position}: mã băm tại “{path}” khác mã trong hồ sơ.',
    'Journal segment {position}: its hash in “{path}” is not the one in the archive.',
  ],
  // What is proven.
  whole: [
    'Hồ sơ còn nguyên vẹn: {files} tệp đều đúng mã SHA-256 trong bản kê.',
    'The archive is whole: all {files} files have the SHA-256 that the manifest says.',
  ],
  decoded: [
    '{proven} trong {fixes} vị trí được giải mã lại từ byte gốc và cho đúng kết quả, với tên gọi của tàu này.',
    '{proven} of {fixes} fixes come out of their raw bytes when these are decoded again, under this vessel’s identity.',
  ],
  sameTrack: [
    'Các tệp CSV, GeoJSON và KML cùng nội dung với các vị trí.',
    'CSV, GeoJSON and KML say the same as the fixes.',
  ],
  rests: [
    '{alerts} cảnh báo dựa trên các vị trí có trong hồ sơ này.',
    '{alerts} alerts rest on fixes that are in this archive.',
  ],
  ruled: [
    '{alerts} cảnh báo có kèm quy tắc với tham số đúng như khi phát.',
    '{alerts} alerts come with the rule and the parameters that held when they were found.',
  ],
  zoned: [
    '{alerts} cảnh báo có kèm vùng với ranh giới đúng như khi phát.',
    '{alerts} alerts come with the zone in the shape that held when they were found.',
  ],
  chained: [
    'Chuỗi {segments} mã băm nhật ký liền mạch và bao gồm mọi bản ghi gốc đã nêu. Niêm phong: {seal}.',
    'The {segments} journal hashes form a chain without a gap that covers every raw record. Seal: {seal}.',
  ],
  inJournal: [
    'Mọi bản ghi gốc đứng đúng chỗ trong nhật ký tại “{path}”, và mã băm các đoạn đều khớp.',
    'Every raw record stands at its place in the journal in “{path}”, and the hashes of the segments agree.',
  ],
  signedBy: [
    'Bản kê được “{signer}” ký bằng đúng khóa đã đưa (SHA-256 {key}).',
    'The manifest is signed by “{signer}” with the key that was given (SHA-256 {key}).',
  ],
  // What is not.
  whoseKey: [
    'Người lập: bản kê được ký đúng bởi khóa {key}, tự xưng “{signer}”; hãy so mã khóa với mã đã công bố, hoặc dùng --key.',
    'Who made it: the manifest is rightly signed by the key {key}, which calls itself “{signer}”; compare it with the published one, or use --key.',
  ],
  maker: [
    'Ai đã lập hồ sơ: hãy hỏi đơn vị lập xem nhật ký của họ có ghi lần xuất với mã bản kê {manifest} không.',
    'Who made the archive: ask its issuer whether their journal has the export with the manifest hash {manifest}.',
  ],
  journal: [
    'Bản ghi gốc có thật trong nhật ký: chỉ nơi giữ nhật ký kiểm tra được (haidang verify TỆP --data THƯ-MỤC), hoặc so niêm phong với bản đã công bố.',
    'That the records stand in the journal: whoever holds it can check (haidang verify FILE --data DIR), or compare the seal with one that was published.',
  ],
  noRaw: [
    '{n} vị trí không kèm byte gốc tự đứng được; không có chứng minh cho chúng.',
    '{n} fixes have no raw bytes that give them by themselves; nothing is proven of them.',
  ],
  leftOut: [
    '{n} vị trí cũ hơn trong khoảng này không có trong hồ sơ.',
    '{n} older fixes of this span are not in the archive.',
  ],
  oldRules: [
    '{n} cảnh báo không kèm được quy tắc như khi phát: hệ thống chưa giữ các bản trước.',
    '{n} alerts come without the rule as it was then: that revision was not kept.',
  ],
  oldZones: [
    '{n} cảnh báo không kèm được vùng như khi phát: hệ thống không còn giữ phiên bản đó.',
    '{n} alerts come without the zone as it was then: that version was not kept.',
  ],
  attachmentsLeftOut: [
    '{n} tài liệu đính kèm không có trong hồ sơ vì quá lớn.',
    '{n} attached files are not in the archive for their size.',
  ],
  attachmentsGone: [
    '{n} tài liệu đính kèm đã mất hoặc hỏng khi lập hồ sơ.',
    '{n} attached files were gone or damaged when the archive was made.',
  ],
  openChain: [
    'Bản ghi trong đoạn nhật ký đang ghi chưa được niêm phong.',
    'Records in the segment that was still being written are under no seal yet.',
  ],
  truth: [
    'Tàu có thật sự ở nơi thiết bị báo hay không, và khoảng thời gian không có tin có tàu ở đâu.',
    'Whether the vessel was where its device says, and where it was while nothing came.',
  ],
  demo: ['Đây là dữ liệu mô phỏng (DEMO), không phải bằng chứng.', 'These are simulated data (DEMO), no evidence.'],
} as const satisfies Record<string, readonly [vi: string, en: string]>;

export type VerifyWord = keyof typeof all;

export function sentence(word: VerifyWord, values: Record<string, string | number> = {}): Sentence {
  const [vi, en] = all[word].map((text) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? '')));
  return { vi: vi!, en: en! };
}

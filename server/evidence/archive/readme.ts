/** The first page of an archive: what each file is and how somebody without this system checks it. Pure. */
import { both } from '../layout.ts';
import { files, type Manifest } from './manifest.ts';

export function readme({ vessel, caseId, madeAt, madeBy, from, to, program, demo }: Omit<Manifest, 'files'>): string {
  const span = (word: string): string => `${both(Date.parse(from))} ${word} ${both(Date.parse(to))}`;
  return `${demo ? 'DEMO – DỮ LIỆU MÔ PHỎNG · SIMULATED DATA\n\n' : ''}HỒ SƠ BẰNG CHỨNG GIÁM SÁT TÀU CÁ
${caseId ? `Vụ việc: ${caseId}\n` : ''}Tàu: ${vessel.label}
Khoảng thời gian: ${span('đến')}
Lập lúc ${both(Date.parse(madeAt))}, người lập: ${madeBy}, bằng Hải Đăng ${program}

Kiểm tra: haidang verify TÊN-TỆP.zip (không cần dữ liệu của hệ thống), hoặc giải nén rồi chạy: sha256sum -c ${files.sums}

${files.raw}      bản ghi gốc như đã nhận: vị trí byte trong nhật ký, giờ nhận, nguồn; chỉ phần của tàu này nếu tách được
${files.fixes}     vị trí đã giải mã, mỗi dòng nêu các byte gốc; ${files.csv}, .geojson, .kml: cùng nội dung
${files.alerts}             cảnh báo, phiên bản quy tắc và vị trí làm căn cứ; ${files.rules}, zones.geojson: quy tắc và vùng theo phiên bản cảnh báo nêu
cases.json, timeline.csv, tasks.json   vụ việc, diễn biến, việc giao; messages.csv: tin đã gửi và trạng thái
attachments/            tài liệu đính kèm, tên là SHA-256 của nội dung
${files.chain}      mã băm các đoạn nhật ký chứa bản ghi gốc, nối tiếp nhau
${files.manifest}, ${files.sums}   SHA-256 của mọi tệp

----------------------------------------------------------------------

FISHING VESSEL MONITORING EVIDENCE
${caseId ? `Case: ${caseId}\n` : ''}Vessel: ${vessel.label}
Span: ${span('to')}
Made ${both(Date.parse(madeAt))} by ${madeBy} with Hải Đăng ${program}

To check: haidang verify FILE.zip (needs none of the system's data), or unpack it and run: sha256sum -c ${files.sums}

${files.raw}      records as received: byte position in the journal, receive time, feed; this vessel's part where it can be told apart
${files.fixes}     decoded fixes, each line naming its raw bytes; ${files.csv}, .geojson, .kml: the same
${files.alerts}             alerts with the rule's version and the fixes they rest on; ${files.rules}, zones.geojson: rules and zones in the versions that alerts name
cases.json, timeline.csv, tasks.json   cases, what happened, tasks; messages.csv: messages and their states
attachments/            attached files, named by the SHA-256 of their content
${files.chain}      hashes of the journal segments that the records stand in, linked to each other
${files.manifest}, ${files.sums}   SHA-256 of every file
`;
}

/** A short stream of each format, with something rejected in it and a line end at its end, as a connection would bring it. */
import { encodeNaf } from '../../decoders/vms/naf.ts';
import { encodeVn1008 } from '../../decoders/vms/vn1008-encoder.ts';
import { vmsVectors } from './vectors.ts';

const fix = { time: '2026-03-01T01:15:30Z', lat: 15.508, lon: 108.652, speed: 7.2, course: 181 };

const nmea = `!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F\r
\\s:r1,c:1428884269*4E\\!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*1F\r
!AIVDM,1,1,,A,13nN34?000QFpgRWnQLLSPpF00SO,0*00\r
$GPGGA,092750.000,5321.6802,N,00630.3372,W,1,8,1.03,61.7,M,55.2,M,,*76\r
!AIVDM,2,1,3,B,55P5TL01VIaAL@7WKO@mBplU@<PDhh000000001S;AJ::4A80?4i@E53,0*3E\r
!AIVDM,2,2,3,B,1@0000000000000,2*55\r
`;

const naf = `${encodeNaf({ ...fix, type: 'POS', registration: 'QNa-91234-TS' })}
${encodeNaf({ ...fix, type: 'POS', callsign: 'XVAB' })}
//SR//TM/POS//IR/X//LT/99//LG/12.214//DA/20170817//TI/0500//ER//
${encodeNaf({ ...fix, type: 'MAN', device_id: 'TS12345' })}
`;

const vn1008 = `${encodeVn1008({ ...fix, device_id: 'TS12345', sequence_no: '17' })}
${encodeVn1008({ ...fix, device_id: 'TS12346', sequence_no: '18' })}
POS,18,TS12346,081530,A,1599.0000,N,10839.0741,E,7.2,181.2,010326
${encodeVn1008({ ...fix, type: 'SOS', device_id: 'TS12347' })}
`;

const csv = `Số đăng ký;Tên tàu;Chủ tàu;Vĩ độ;Kinh độ;Thời gian;Tốc độ;Hướng
QNa-91234-TS;"Hải ""Đăng""; một";Nguyễn Văn A;15,508;108,652;01/03/2026 08:15;7,2;181
QNa-91235-TS;;;108,652;15,508;01/03/2026 08:15;7,2;181
QNa-91236-TS;"hai
dòng";;15°30'N;108°39'E;01/03/2026 08:15;7,2;181
`;

const aisJson = `{"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14}
{"class":"AIS","device":"stdin","type":1,"repeat":0,"mmsi":371798000,"scaled":true,"status":0,"status_text":"Under way using engine","turn":"fastleft","speed":12.3,"accuracy":true,"lon":-123.395383,"lat":48.381633,"course":224.0,"heading":215,"second":33,"maneuver":0,"raim":false,"radio":34017}
{"class":"AIS","device":"stdin","type":99,"mmsi":371798000}
{"class":"AIS","device":"AIS-catcher","rxtime":"20221102171324","scaled":true,"channel":"A","nmea":["!AIVDM,1,1,,A,13\`fL1PP140KCELMBO7SS?wH0@Jv,0*50"],"ppm":0.0,"type":1,"mmsi":244030470}
`;

const signalk = `{"name":"signalk-server","version":"1.38.0","self":"vessels.urn:mrn:imo:mmsi:574000001","roles":["master"]}
{"context":"vessels.urn:mrn:imo:mmsi:574123456","updates":[{"timestamp":"2026-03-01T01:15:30Z","values":[{"path":"navigation.position","value":{"longitude":108.652,"latitude":15.508}},{"path":"navigation.speedOverGround","value":3.7}]}]}
{"context":"vessels.self","updates":[{"timestamp":"2026-03-01T01:15:31Z","values":[{"path":"navigation.position","value":{"longitude":108.7,"latitude":95}}]}]}
{"updates":[{"timestamp":"2026-03-01T01:15:32Z","values":[{"path":"navigation.position","value":{"longitude":108.7,"latitude":15.5}}]}]}
`;

const json = `{"time":"2026-03-01T08:15:30+07:00","lat":15.508,"lon":108.652,"speed":7.2,"registration":"QNa-91234-TS"}
{"time":"2026-03-01T08:15:30","lat":15.508,"lon":108.652,"registration":"QNa-91235-TS"}
{"time":1772327730,"lat":15.508,"lon":108.652,"mmsi":574123456,"name":"Hải {Đăng} \\"một\\""}
`;

const raw = (id: string): string => vmsVectors.find((vector) => vector.id === id)!.raw;
const inmarsat = Buffer.from(raw('vms-030'), 'hex');
const directIp = Buffer.from(raw('vms-031'), 'hex');
const flux = raw('vms-032');

export const samples = {
  nmea: Buffer.from(nmea),
  naf: Buffer.from(naf),
  flux: Buffer.from(`<?xml version="1.0"?>\n${flux}\n${flux.replace('>5.3<', '>N5<')}\n${flux}\n`),
  'inmarsat-c': Buffer.concat([
    Buffer.from('Retrieving DNID data...\r\n'),
    inmarsat,
    inmarsat.subarray(0, -3),
    inmarsat,
    Buffer.from('\r\n> \n'),
  ]),
  directip: Buffer.concat([directIp, directIp.subarray(0, 30), directIp, Buffer.from('\n')]),
  vn1008: Buffer.from(vn1008),
  csv: Buffer.from(csv),
  'ais-json': Buffer.from(aisJson),
  signalk: Buffer.from(signalk),
  json: Buffer.from(json),
};

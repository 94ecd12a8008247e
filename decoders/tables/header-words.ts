/**
 * What columns are called in position tables: Vietnamese, English and Spanish, as plain words (see `plainWords`), each with
 * how sure it makes. A longer name that contains the words makes less sure than one that is made of them alone.
 */
import type { TableField } from './column-map.ts';

export type HeaderLanguage = 'vi' | 'en' | 'es';

export interface HeaderWord {
  field: TableField;
  language: HeaderLanguage;
  /** Words that stand side by side in the header. */
  words: string;
  /** 0–1, when the header says just that. */
  sure: number;
}

type Row = readonly [TableField, HeaderLanguage, number, string];

/** Field, language, sureness, names. */
const rows: readonly Row[] = [
  ['lat', 'vi', 1, 'vi do'],
  ['lat', 'vi', 0.6, 'vd'],
  ['lat', 'en', 1, 'lat|latitude|position latitude'],
  ['lat', 'en', 0.5, 'y'],
  ['lat', 'es', 1, 'latitud'],
  ['lon', 'vi', 1, 'kinh do'],
  ['lon', 'vi', 0.6, 'kd'],
  ['lon', 'en', 1, 'lon|lng|long|longitude|position longitude'],
  ['lon', 'en', 0.5, 'x'],
  ['lon', 'es', 1, 'longitud'],
  [
    'position',
    'vi',
    0.9,
    'toa do|vi tri|toa do vi tri|vi do kinh do|vi do va kinh do|kinh do vi do|kinh do va vi do|kinh vi do',
  ],
  [
    'position',
    'en',
    0.9,
    'position|coordinates|coordinate|lat lon|lat long|lat lng|latitude longitude|lon lat|long lat',
  ],
  ['position', 'es', 0.9, 'posicion|coordenadas|latitud longitud'],
  ['time', 'vi', 1, 'thoi gian|ngay gio|gio ngay|thoi diem|thoi gian vi tri|thoi gian gui|thoi gian ban tin'],
  ['time', 'vi', 0.8, 'gio|thoi gian cap nhat|thoi gian nhan|thoi gian nhan tin|tin hieu gan nhat|tin hieu cuoi'],
  [
    'time',
    'en',
    1,
    'timestamp|datetime|date time|fix time|position time|gps time|utc time|time utc|report time|reported at',
  ],
  ['time', 'en', 0.9, 'time|utc'],
  ['time', 'en', 0.7, 'received at|receive time|received time|created at|last update|updated at'],
  ['time', 'es', 1, 'fecha hora|fecha y hora|fecha recepcion unitrac|fecha posicion|marca de tiempo'],
  ['time', 'es', 0.8, 'hora|fecha recepcion'],
  ['date', 'vi', 0.9, 'ngay|ngay thang|ngay thang nam'],
  ['date', 'en', 0.9, 'date|utc date|day'],
  ['date', 'es', 0.9, 'fecha|dia'],
  ['speed', 'vi', 1, 'toc do|van toc'],
  ['speed', 'en', 1, 'speed|sog|speed over ground|speed kn|speed knots'],
  ['speed', 'es', 1, 'velocidad'],
  ['speed', 'es', 0.7, 'vel'],
  ['course', 'vi', 1, 'huong|huong di|huong di chuyen|huong tau|huong chay'],
  ['course', 'en', 1, 'course|cog|course over ground'],
  ['course', 'en', 0.8, 'direction|bearing'],
  ['course', 'es', 1, 'rumbo|curso|direccion'],
  ['heading', 'vi', 1, 'huong mui|huong mui tau'],
  ['heading', 'en', 1, 'heading|hdg|true heading'],
  ['heading', 'es', 0.9, 'proa'],
  ['registration', 'vi', 1, 'so dang ky|so dang ki|so dk|sdk|so hieu tau|so hieu|so dang ky tau ca|so dang ky tau'],
  ['registration', 'vi', 0.7, 'bien so|bien hieu|so tau|ma tau|ma so tau'],
  [
    'registration',
    'en',
    1,
    'registration|registration number|registration no|reg no|regno|reg number|side number|external marking|external mark',
  ],
  ['registration', 'es', 1, 'matricula|numero de registro|registro'],
  ['name', 'vi', 1, 'ten tau|ten tau ca|ten phuong tien'],
  ['name', 'vi', 0.7, 'tau|tau ca|phuong tien'],
  ['name', 'en', 1, 'vessel name|ship name|shipname|boat name|name|name of vessel'],
  ['name', 'en', 0.8, 'vessel|ship|boat'],
  ['name', 'es', 1, 'nombre|nombre embarcacion|nombre de la embarcacion|nombre del buque'],
  ['name', 'es', 0.8, 'embarcacion|buque|barco'],
  ['owner', 'vi', 1, 'chu tau|ten chu tau|ho ten chu tau|chu phuong tien|chu so huu'],
  ['owner', 'en', 1, 'owner|owner name|operator'],
  ['owner', 'es', 1, 'permisionario|concesionario|permisionario o concesionario|propietario|armador|razon social'],
  ['callsign', 'vi', 1, 'ho hieu'],
  ['callsign', 'en', 1, 'call sign|callsign|ircs|radio call sign'],
  ['callsign', 'es', 1, 'indicativo|indicativo de llamada|distintivo de llamada|senal distintiva'],
  ['mmsi', 'en', 1, 'mmsi|mmsi number|so mmsi'],
  ['imo', 'en', 1, 'imo|imo number|so imo|imo no'],
  ['flag', 'vi', 0.9, 'quoc tich|co quoc tich'],
  ['flag', 'en', 1, 'flag|flag state'],
  ['flag', 'en', 0.6, 'country'],
  ['flag', 'es', 1, 'bandera|pabellon'],
  [
    'device_id',
    'vi',
    1,
    'ma thiet bi|so thiet bi|id thiet bi|so hieu thiet bi|so seri thiet bi|ma thiet bi gsht|so imei',
  ],
  ['device_id', 'vi', 0.7, 'thiet bi|so seri|so serial|thiet bi giam sat hanh trinh'],
  ['device_id', 'en', 1, 'device id|device|imei|unit id|terminal id|terminal|beacon id|transponder id|transponder'],
  ['device_id', 'en', 0.6, 'id|serial|serial number'],
  ['device_id', 'es', 0.9, 'dispositivo|equipo|baliza'],
  ['internal_reference', 'en', 1, 'cfr|internal reference|internal number|fleet number'],
  ['internal_reference', 'es', 0.9, 'rnp|rnpa'],
  ['home_port', 'vi', 0.9, 'cang|cang ca|cang dang ky|cang ve|ben dau|noi dang ky'],
  ['home_port', 'en', 1, 'home port|port|base port|port of registry'],
  ['home_port', 'es', 1, 'puerto base|puerto'],
  ['type', 'vi', 0.9, 'loai ban tin|loai tin|loai tin hieu'],
  ['type', 'en', 0.9, 'message type|report type'],
  ['type', 'en', 0.5, 'type'],
  ['type', 'es', 0.9, 'tipo de mensaje|tipo mensaje'],
];

export const headerWords: readonly HeaderWord[] = rows.flatMap(([field, language, sure, names]) =>
  names.split('|').map((words) => ({ field, language, words, sure })),
);

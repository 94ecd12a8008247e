/** The pages that explain haidang.config.json, made from the schema that checks it and the words beside. Deterministic. */
import { z } from 'zod';
import { settings } from '../server/config.ts';
import { SAME_FIELDS, settingWords } from './config-words.ts';

interface Setting {
  path: string;
  /** What it has to be. */
  kind: string;
  /** As JSON; undefined where there is none. */
  default: string | undefined;
}

type Schema = Record<string, unknown> & { properties?: Record<string, Schema>; items?: Schema; allOf?: Schema[] };

/** Every setting there is, in the order of the schema. */
export function allSettings(): Setting[] {
  const schema = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' }) as Schema;
  return [...new Map(walk(schema, '').map((one) => [one.path, one])).values()];
}

function walk(schema: Schema, path: string): Setting[] {
  if (schema.allOf) return schema.allOf.flatMap((part) => walk(part, path));
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([name, part]) => walk(part, path ? `${path}.${name}` : name));
  if (schema.items) return walk(schema.items, `${path}[]`);
  const usual = schema.default === undefined ? undefined : JSON.stringify(schema.default);
  return [{ path, kind: kindOf(schema), default: usual }];
}

function kindOf({ type, enum: choices, minimum, exclusiveMinimum, maximum, minLength, maxLength }: Schema): string {
  if (Array.isArray(choices)) return choices.map((choice) => `\`${String(choice)}\``).join(' ');
  const least = minimum ?? (exclusiveMinimum === undefined ? undefined : `>${String(exclusiveMinimum)}`) ?? minLength;
  const most = maximum === Number.MAX_SAFE_INTEGER ? undefined : (maximum ?? maxLength);
  const range = least === undefined && most === undefined ? '' : ` ${String(least ?? '')}…${String(most ?? '')}`;
  return `${[type].flat().join('/')}${range}`;
}

export function wordsOf(path: string): (typeof settingWords)[string] | undefined {
  const same = SAME_FIELDS.find(([prefix]) => path.startsWith(prefix));
  return settingWords[path] ?? (same && settingWords[same[1] + path.slice(same[0].length)]);
}

type Language = 'vi' | 'en';

export const PAGES: Record<Language, string> = { vi: 'docs/vi/cau-hinh.md', en: 'docs/en/configuration.md' };

const words = {
  vi: {
    title: '# haidang.config.json, từng dòng',
    head: `<!-- do \`npm run docs:config\` làm ra, đừng sửa -->
Tệp nằm cạnh chương trình, hoặc chỉ ra bằng \`--config TỆP\`. Thứ tự ưu tiên: mặc định < tệp này < biến môi trường \`HAIDANG_…\`
(\`haidang serve --help\`) < tham số dòng lệnh. Tên lạ hoặc giá trị sai thì không khởi động và nói rõ chỗ sai. Những gì cán bộ sửa
hằng ngày (vùng, quy tắc, danh bạ, bảng người nhận, quy chế) không nằm ở đây mà ở trang *Cài đặt*. Tệp có mật khẩu: quyền đọc 600.
\`[]\` là mục của một danh sách; mọi mục đều không bắt buộc trừ khi mục chứa nó được dùng.`,
    columns: ['mục', 'giá trị', 'mặc định', 'ý nghĩa'],
    same: 'như',
  },
  en: {
    title: '# haidang.config.json, line by line',
    head: `<!-- made by \`npm run docs:config\`, do not edit -->
The file lies beside the program, or \`--config FILE\` names it. Defaults < this file < environment \`HAIDANG_…\` (\`haidang serve --help\`) <
flags. An unknown name or a bad value keeps the server from starting, and it says where. What officers change day by day (zones,
rules, contacts, recipients, regulation) is not here but on the *settings* pages. The file holds passwords: mode 600.
\`[]\` is an entry of a list; nothing has to be there unless the part that holds it is used.`,
    columns: ['setting', 'value', 'default', 'what it means'],
    same: 'as',
  },
} as const;

/** A page as it is now. */
export function configPage(language: Language): string {
  const { title, head, columns, same } = words[language];
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rows = allSettings()
    .filter(({ path }) => !SAME_FIELDS.some(([prefix]) => path.startsWith(prefix) && settingWords[path] === undefined))
    .map(({ path, kind, default: given }) => {
      const said = wordsOf(path);
      const usual = given ?? said?.usual;
      return line([`\`${path}\``, kind, usual === undefined ? '' : `\`${usual}\``, said?.[language] ?? '?']);
    });
  const shared = SAME_FIELDS.map(([prefix, as]) => line([`\`${prefix}*\``, '', '', `${same} \`${as}*\``]));
  return `${[title, '', head, '', line(columns), `|${columns.map(() => '---').join('|')}|`, ...rows, ...shared].join('\n')}\n`;
}

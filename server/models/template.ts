/** A province's own wording of short messages. A variable that does not exist, or one that a reader cannot do without, is refused when it is saved. */
import { z } from 'zod';

/** What a wording may mention. */
const templateVariables = ['what', 'vessel', 'name', 'zone', 'rule', 'where', 'when', 'task', 'ref', 'link'] as const;
export type TemplateVariable = (typeof templateVariables)[number];

/** Without these nobody knows which boat, what, where, when, and under which reference to call. */
const neededVariables = ['vessel', 'what', 'where', 'when', 'ref'] as const satisfies TemplateVariable[];

const messageTemplate = z
  .object({
    /** Rule ids; `*` for all. */
    rules: z.array(z.string().min(1).max(100)).min(1).max(200),
    change: z.enum(['raised', 'cleared', 'retracted']),
    readers: z.enum(['owner', 'officers', 'all']).default('all'),
    language: z.enum(['vi', 'en']).default('vi'),
    text: z.string().min(1).max(1000),
  })
  .superRefine(({ text }, context) => {
    const used = [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
    const fault = (vi: string, en: string) =>
      context.addIssue({ code: 'custom', path: ['text'], message: en, params: { vi } });
    const braced = (names: readonly string[], between: string) => names.map((name) => `{${name}}`).join(between);
    const unknown = used.find((name) => !(templateVariables as readonly string[]).includes(name));
    const known = braced(templateVariables, ' ');
    if (unknown !== undefined)
      fault(`không có biến {${unknown}}; dùng được: ${known}`, `{${unknown}} is not known; use ${known}`);
    const missing = braced(
      neededVariables.filter((name) => !used.includes(name)),
      ', ',
    );
    if (missing !== '') fault(`thiếu ${missing}`, `${missing} is missing`);
    if (/[{}]/.test(text.replace(/\{[^{}]*\}/g, ''))) fault('có dấu ngoặc nhọn chưa đóng', 'a brace is open');
  });
export type MessageTemplate = z.infer<typeof messageTemplate>;

export const messageTemplates = z.array(messageTemplate).max(500);

/** One message that tells several things at once: “14 vessels silent: provider X”. Pure. */
import type { Delivery } from '../../models/delivery.ts';
import { shortTime } from './format.ts';
import { fitSms } from './gsm7.ts';

interface Heap {
  what: string;
  topic: string;
  change: Delivery['change'];
  members: Delivery[];
}

/** Labels that an email lists of one heap; the console has them all. */
const maxListed = 200;

const words = {
  vi: {
    vessels: (n: number) => `${n} tàu`,
    from: (from: string, to: string) => (from === to ? `lúc ${from}` : `từ ${from} đến ${to}`),
    provider: (name: string) => `đều dùng nhà cung cấp ${name}, có thể do sự cố của nhà cung cấp`,
    intro: (n: number) => `Một tin cho ${n} cảnh báo trong thời gian ngắn; từng cảnh báo có trên hệ thống.`,
    open: 'Xem',
    more: (n: number) => `… và ${n} tàu nữa`,
    subject: (n: number) => `${n} cảnh báo`,
  },
  en: {
    vessels: (n: number) => `${n} vessels`,
    from: (from: string, to: string) => (from === to ? `at ${from}` : `from ${from} to ${to}`),
    provider: (name: string) => `all of provider ${name}, which may have an outage`,
    intro: (n: number) => `One message for ${n} alerts within a short time; each is in the system.`,
    open: 'Open',
    more: (n: number) => `… and ${n} more`,
    subject: (n: number) => `${n} alerts`,
  },
};

/** @param members messages of one lane, in the order in which they were made; at least one */
export function composeGroup(
  members: readonly Delivery[],
  { publicUrl, demo }: { publicUrl?: string; demo: boolean },
): Pick<Delivery, 'subject' | 'body'> {
  const [first] = members;
  const language = first?.language ?? 'vi';
  const say = words[language];
  const heaps = heapsOf(members);
  const times = members.map(({ createdAt }) => createdAt);
  const span = say.from(shortTime(Math.min(...times)), shortTime(Math.max(...times)));
  const mark = demo ? 'DEMO ' : '';
  const head = `${mark}${say.subject(members.length)} ${span}`;
  const lines = heaps.map((heap) => heapLine(heap, language));
  const link = publicUrl && first?.role !== 'owner' ? ` ${publicUrl}` : '';
  if (first?.channel !== 'email' && first?.channel !== 'webhook') {
    const named = heaps.map((heap) => `${heapLine(heap, language)} (${labelsOf(heap).slice(0, 3).join(', ')}…)`);
    const wordings = [named, lines, lines.slice(0, 3)].map((list) => `${head}: ${list.join('; ')}.${link}`);
    const body = first?.channel === 'push' ? (wordings[1] ?? '') : fitSms(wordings);
    return first?.channel === 'push' ? { subject: head, body } : { body };
  }
  const sections = [
    say.intro(members.length),
    ...heaps.map((heap) => [heapLine(heap, language), ...listOf(heap, language)].join('\n')),
    ...(link ? [`${say.open}:${link}`] : []),
  ];
  return { subject: `${head}: ${lines.slice(0, 3).join('; ')}`.slice(0, 150), body: `${sections.join('\n\n')}\n` };
}

/** The same said of several; the largest heap first. */
function heapsOf(members: readonly Delivery[]): Heap[] {
  const heaps = new Map<string, Heap>();
  for (const one of members) {
    const what = one.summary?.what ?? one.subject ?? one.body.slice(0, 60);
    const topic = one.summary?.topic ?? what;
    const key = `${one.change} ${what}`;
    const heap = heaps.get(key) ?? { what, topic, change: one.change, members: [] };
    heap.members.push(one);
    heaps.set(key, heap);
  }
  return [...heaps.values()].sort((a, b) => b.members.length - a.members.length);
}

function heapLine(heap: Heap, language: 'vi' | 'en'): string {
  const say = words[language];
  const labels = labelsOf(heap);
  if (labels.length === 1) return `${heap.what}: ${labels[0]}`;
  const provider = commonProvider(heap);
  const cause = provider === undefined ? '' : `, ${say.provider(provider)}`;
  return `${heap.what}: ${say.vessels(labels.length)}${cause}`;
}

/** Silence that only one provider's boats share points at the provider (domain.md §5). */
function commonProvider({ topic, members }: Heap): string | undefined {
  if (topic !== 'silence') return undefined;
  const providers = new Set(members.map(({ summary }) => summary?.provider));
  const [only] = providers;
  return providers.size === 1 && members.length > 2 ? only : undefined;
}

function labelsOf({ members }: Heap): string[] {
  return [...new Set(members.map(({ summary, vesselId }) => summary?.label ?? vesselId))];
}

function listOf(heap: Heap, language: 'vi' | 'en'): string[] {
  const labels = labelsOf(heap);
  const lines = labels.slice(0, maxListed).map((label) => `- ${label}`);
  return labels.length > maxListed ? [...lines, words[language].more(labels.length - maxListed)] : lines;
}

/** Has a backup made in a process of its own, as the settings say: what the server does has nothing to wait for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ScheduledJob } from './scheduled-job.ts';

const SIGN_OF_LIFE_MS = 60_000;
/** The end of what it says; more is not read. */
const MAX_WORDS = 2000;

export const backup: ScheduledJob = {
  name: 'backup',
  title: { vi: 'Sao lưu theo cài đặt', en: 'Make a backup as the settings say' },
  every: ({ backup: set }) => `${set?.everyHours ?? 24} hours`,
  isWanted: ({ config }) => config.backup !== undefined,
  async run({ config }, under) {
    const { backup: set, data, file } = config;
    if (!set) return;
    const args = ['backup', '--into', set.into, '--keep', String(set.keep), '--data', data];
    if (file !== undefined) args.push('--config', file);
    const program = fileURLToPath(new URL('./cli.js', import.meta.url));
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let words = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-MAX_WORDS);
    });
    const alive = setInterval(() => {
      if (under.isEnding) child.kill();
      void under.goesOn();
    }, SIGN_OF_LIFE_MS);
    try {
      const [code] = (await once(child, 'close')) as [number | null];
      if (code !== 0) throw new Error(words.trim().split('\n').at(-1) || `it ended with ${code ?? 'a signal'}`);
    } finally {
      clearInterval(alive);
    }
  },
};

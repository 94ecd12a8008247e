/** Signs the head of the journal's chain soon after a segment has closed, with the key that signs evidence. */
import { join } from 'node:path';
import { signHead } from '../evidence/seals.ts';
import { readSigner } from '../evidence/signature.ts';
import type { ScheduledJob } from './scheduled-job.ts';

export const signJournal: ScheduledJob = {
  name: 'sign-journal',
  title: { vi: 'Ký niêm phong nhật ký dữ liệu gốc', en: 'Sign the seal of the journal' },
  every: '5 minutes',
  isWanted: ({ config }) =>
    (config.role === 'all' || config.role === 'front') && config.evidence.signingKey !== undefined,
  async run({ config, clock }) {
    const { signingKey, signer } = config.evidence;
    if (signingKey === undefined || signer === undefined) return;
    signHead(join(config.data, 'journal'), readSigner({ signingKey, signer }), clock());
  },
};

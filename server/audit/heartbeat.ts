/** A sign of life to whoever watches from outside. What they notice is that it does not come. */

import type { Seal } from '../evidence/seals.ts';
import type { Delivery } from '../models/delivery.ts';
import { createEmailSender } from '../notify/channels/email.ts';
import type { NotifyConfig } from '../notify/config.ts';
import { systemWords } from '../system-words.ts';
import { version } from '../version.ts';
import type { AuditStatus } from './auditor.ts';
import type { HeartbeatConfig } from './config.ts';

interface Beat {
  config: HeartbeatConfig;
  notify: Pick<NotifyConfig, 'smtp' | 'from'>;
  audit: AuditStatus;
  /** The journal's: whoever keeps these messages can prove later that nobody wrote it anew. */
  seal?: Seal;
  /** Epoch ms. */
  now: number;
}

/** Sends it by every way that is configured. @throws Error with what went wrong, when one of them fails */
export async function sendHeartbeat(beat: Beat): Promise<void> {
  const tried = await Promise.allSettled([byHttp(beat), byMail(beat)]);
  const failed = tried.flatMap((one) => (one.status === 'rejected' ? [String((one.reason as Error).message)] : []));
  if (failed.length > 0) throw new Error(failed.join('; '));
}

async function byHttp({ config, audit, seal, now }: Beat): Promise<void> {
  const { url, method, headers, timeoutSeconds } = config;
  if (url === undefined) return;
  const post = method === 'POST';
  // Where it goes may carry a secret in its path: only the host is named.
  const { host } = new URL(url);
  const said = { product: 'haidang', version, time: new Date(now).toISOString(), lastAuditAt: audit.lastRunAt, seal };
  let status: number;
  try {
    const answer = await fetch(url, {
      method,
      headers: { ...(post && { 'content-type': 'application/json' }), ...headers },
      ...(post && { body: JSON.stringify(said) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    await answer.body?.cancel();
    status = answer.status;
  } catch (error) {
    const cause = (error as { cause?: unknown }).cause ?? error;
    throw new Error(`${host} does not take the heartbeat: ${systemWords(cause).en}`);
  }
  if (status < 200 || status > 299) throw new Error(`${host} refused the heartbeat: HTTP ${status}`);
}

async function byMail({ config, notify, seal, now }: Beat): Promise<void> {
  const { mailTo, timeoutSeconds } = config;
  if (mailTo === undefined || notify.smtp === undefined) return;
  const sender = createEmailSender({ url: notify.smtp, from: notify.from, timeoutSeconds });
  const time = new Date(now).toISOString();
  const mail: Delivery = {
    ...{ id: `beat-${now}`, alertId: '', caseId: '', vesselId: '', change: 'test', contactId: 'heartbeat' },
    ...{ contactName: '', channel: 'email', address: mailTo, language: 'vi', state: 'sending', attempts: 1 },
    ...{ createdAt: now, nextAttemptAt: now },
    subject: `Hải Đăng hoạt động bình thường ${time}`,
    body: `Hải Đăng ${version} hoạt động bình thường lúc ${time}. Nếu không nhận được thư này nữa, hãy kiểm tra hệ thống.\nHải Đăng is working. When these mails stop coming, look after it.\n${sealWords(seal)}`,
  };
  try {
    await sender.send(mail);
  } finally {
    sender.close?.();
  }
}

function sealWords(seal: Seal | undefined): string {
  return seal ? `Niêm phong nhật ký · seal of the journal: ${seal.sha256} (${seal.position})\n` : '';
}

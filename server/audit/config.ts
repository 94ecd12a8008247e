/** The sections `audit` and `heartbeat` of the settings. */
import { z } from 'zod';

const needed = 'it has to be a number of seconds above 0, at most 86400';
const seconds = z.number(needed).positive(needed).max(86_400, needed);

export const auditConfig = z.strictObject({
  /** Seconds between looks for steps of ladders that the engine's clock has missed, and how late they are by then. */
  escalateEverySeconds: seconds.default(30),
  escalateAfterSeconds: seconds.default(30),
  /** Seconds between runs of the auditor. */
  everySeconds: seconds.default(60),
  /** A step that is so late is an alarm about the system itself. */
  graceSeconds: seconds.default(120),
  /** A message that should have been handed over so long ago is one, too: flood limits hold none for as long. */
  messageGraceSeconds: seconds.default(900),
});
export type AuditConfig = z.infer<typeof auditConfig>;

/** To whoever watches from outside that we are there. Only the operator says where: no user can make us ask an address. */
export const heartbeatConfig = z
  .strictObject({
    url: z.url({ protocol: /^https?$/, error: 'it has to be an address like https://host/path' }).optional(),
    method: z.enum(['GET', 'POST']).default('GET'),
    headers: z.record(z.string(), z.string()).optional(),
    /** Through `notify.smtp`. */
    mailTo: z.email().optional(),
    everySeconds: seconds.default(300),
    timeoutSeconds: seconds.default(20),
  })
  .refine(({ url, mailTo }) => url !== undefined || mailTo !== undefined, 'say where to: url, mailTo, or both');
export type HeartbeatConfig = z.infer<typeof heartbeatConfig>;

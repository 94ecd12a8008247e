/** A report as a decoder makes it of one NAF message, with what a test has to say of it. */
import type { Report } from '../../decoders/report.ts';

export const heard = (fields: Partial<Report>): Report => ({
  format: 'naf',
  message: { class: 'VMS', format: 'naf' } as Report['message'],
  meta: { receivedAt: 0 },
  craft: 'vessel',
  ...fields,
});

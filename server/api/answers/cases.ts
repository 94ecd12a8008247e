/** Answers about cases, their tasks and files, and shift handovers. */
import { z } from 'zod';
import { alert, bilingual } from '../../models/alert.ts';
import { type CaseFile, caseHead, caseLine, filePurposes, task } from '../../models/case.ts';
import { handover, handoverContent } from '../../models/handover.ts';
import { move, regulation, requirements } from '../../models/regulation.ts';
import { shownMessage } from './messages.ts';

export const caseList = z.object({
  cases: z.array(caseHead.extend({ label: z.string(), stateWords: bilingual })),
});

const { name, nameEn, states, outcomes } = regulation.shape;
/** The regulation under which a case came into its state: its version, counted from 1, and epoch ms since when it applies. */
export const citedRegulation = z.object({ name, nameEn, version: z.int().min(1), since: z.number() });
export const wholeCase = caseHead.extend({
  lines: z.array(caseLine),
  label: z.string(),
  alerts: z.array(alert),
  tasks: z.array(task),
  deliveries: z.array(shownMessage),
  /** Whom to call about the boat. */
  people: z.array(z.object({ who: z.string().optional(), name: z.string().optional(), phone: z.string().optional() })),
  /** Steps that the regulation offers now, each with what is still missing of the case. */
  moves: z.array(move.extend({ missing: z.array(z.enum([...requirements, 'alerts-acknowledged'])) })),
  inForce: z.object({ revision: z.int(), name, nameEn, states, outcomes }),
  /** Absent under the regulation that comes with the product. */
  cited: citedRegulation.optional(),
});

export const taskList = z.object({ tasks: z.array(task) });
export const oneTask = z.object({ task });

const caseFile = z.object({
  sha256: z.string(),
  bytes: z.int(),
  type: z.string(),
  name: z.string(),
  purpose: z.enum(filePurposes),
}) satisfies z.ZodType<CaseFile>;
export const attached = z.object({ file: caseFile });

/** EvidenceContent of server/evidence/content.ts. */
export const evidence = z.looseObject({
  format: z.literal('haidang-evidence/1'),
  madeAt: z.number(),
  madeBy: z.string(),
  version: z.string(),
  demo: z.boolean(),
  case: caseHead,
  lines: z.array(caseLine),
  alerts: z.array(alert),
  tasks: z.array(task),
  files: z.array(caseFile),
});

export const handoverList = z.object({ handovers: z.array(handover) });
export const handoverDraft = handoverContent;
export const oneHandover = z.object({ handover });

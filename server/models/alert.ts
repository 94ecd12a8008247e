/** An alert: a machine finding (occurrence) beside what people did about it (response). Neither overwrites the other. */
import { z } from 'zod';
import type { Occurrence } from '../../geofences/types.ts';

export type ResponseState = 'unacknowledged' | 'acknowledged';

/** What people did. Every step is also an act in the journal. */
export interface AlertResponse {
  state: ResponseState;
  acknowledgedAt?: number;
  acknowledgedBy?: string;
  comment?: string;
}

export interface Alert {
  id: string;
  occurrence: Occurrence;
  response: AlertResponse;
  caseId: string;
  /** Plain sentences, ready to show. */
  text: { vi: string; en: string };
  /** Epoch ms at which the system first knew. */
  detectedAt: number;
  /** Number of the last change; live clients ask for everything after the one they have. */
  changeSeq: number;
}

export const acknowledgement = z.object({ comment: z.string().max(2000).optional() });

/** A case gathers what happens around the alerts of one vessel until a person closes it. */
export interface Case {
  id: string;
  vesselId: string;
  state: 'new' | 'acknowledged' | 'closed';
  openedAt: number;
  updatedAt: number;
  lines: CaseLine[];
}

export interface CaseLine {
  at: number;
  kind: 'alert-raised' | 'alert-cleared' | 'alert-retracted' | 'acknowledged' | 'delivery';
  alertId?: string;
  /** User name, or `system`. */
  by: string;
  text: { vi: string; en: string };
}

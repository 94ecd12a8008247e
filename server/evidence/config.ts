/** The section `evidence` of the settings: whether archives are signed. */
import { z } from 'zod';

export const evidenceConfig = z
  .strictObject({
    /** Path of a PEM file with an Ed25519 private key. */
    signingKey: z.string().min(1).optional(),
    /** As the issuer calls itself in archives. */
    signer: z.string().trim().min(1).max(200).optional(),
  })
  .refine(({ signingKey, signer }) => (signingKey === undefined) === (signer === undefined), {
    message: 'signingKey and signer go together',
    path: ['signer'],
  });

/** The issuer's signature under what stands for more than itself (a manifest, a seal): Ed25519 (RFC 8032), the key from a file. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { HaidangError } from '../errors.ts';
import { systemWords } from '../system-words.ts';

export interface Signer {
  /** As the issuer calls itself. */
  name: string;
  /** PKCS #8 in PEM. */
  key: string;
}

export const keptSignature = z.strictObject({
  algorithm: z.literal('Ed25519'),
  signer: z.string().min(1).max(200),
  /** SubjectPublicKeyInfo, DER in base64. */
  publicKey: z.base64().max(200),
  signature: z.base64().max(200),
});
type KeptSignature = z.infer<typeof keptSignature>;

/** What is signed; the format keeps a signature from being taken for one of something else. */
export interface Signed {
  format: string;
  content: Uint8Array;
}

/** The name goes under the signature, too: else anybody could put theirs in its place. */
function signedBytes(signer: string, { format, content }: Signed): Buffer {
  return Buffer.concat([Buffer.from(`${format}\n${signer}\n`), content]);
}

export function signatureOf({ name, key }: Signer, signed: Signed): KeptSignature {
  const privateKey = createPrivateKey(key);
  return {
    algorithm: 'Ed25519',
    signer: name,
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64'),
    signature: sign(null, signedBytes(name, signed), privateKey).toString('base64'),
  };
}

/** Is it the key's that it names, and about these bytes and this name? */
export function isSignatureOf({ signer, publicKey, signature }: KeptSignature, signed: Signed): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') return false;
    return verify(null, signedBytes(signer, signed), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** SHA-256 of a public key as it lies in the archive, hexadecimal: what an issuer publishes. */
export function fingerprintOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

/** @throws HaidangError `file-unreadable`, `file-invalid` */
export function readSigner({ signingKey, signer }: { signingKey: string; signer: string }): Signer {
  const key = read(signingKey);
  mustBeEd25519(signingKey, () => createPrivateKey(key));
  return { name: signer, key };
}

/** A public key from a PEM file, as it lies in an archive. @throws HaidangError `file-unreadable`, `file-invalid` */
export function readPublicKey(path: string): string {
  const text = read(path);
  const key = mustBeEd25519(path, () => createPublicKey(text));
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new HaidangError('file-unreadable', { path, why: systemWords(error) });
  }
}

function mustBeEd25519(path: string, made: () => KeyObject): KeyObject {
  try {
    const key = made();
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // What is wrong with a key may hold a part of it.
  }
  const why = { vi: 'không phải khóa Ed25519 dạng PEM', en: 'it is no Ed25519 key in PEM' };
  throw new HaidangError('file-invalid', { path, why });
}

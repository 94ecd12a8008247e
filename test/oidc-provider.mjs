/**
 * A real OpenID provider in a process of its own: `node test/oidc-provider.mjs PORT REDIRECT-URI SECRET`. Whom it signs in, and
 * with which claims, is posted to `/as`; `forge` there makes it hand out tokens whose signature is not its own.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [port, redirectUri, secret] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const clientId = 'haidang';
let now = { sub: 'nobody' };
const people = new Map();

const provider = new Provider(issuer, {
  clients: [{ client_id: clientId, client_secret: secret, redirect_uris: [redirectUri] }],
  cookies: { keys: ['a key of the test'] },
  pkce: { required: () => true },
  claims: { openid: ['sub', 'amr'], profile: ['preferred_username', 'groups'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  ttl: { Session: 60, Interaction: 60, Grant: 60, AccessToken: 60, IdToken: 60 },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people.get(sub) }) }),
  async loadExistingGrant({ oidc }) {
    const grant = new provider.Grant({ clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
  // Each sign-in is somebody of its own.
  conformIdTokenClaims: false,
});
const answer = provider.callback();

createServer(async (request, response) => {
  if (request.url === '/as') {
    let body = '';
    for await (const piece of request) body += piece;
    now = JSON.parse(body);
    people.set(now.sub, now.claims);
    response.end();
  } else if (request.url.startsWith('/interaction/')) {
    await provider.interactionFinished(request, response, {
      login: { accountId: now.sub, remember: false, amr: now.claims.amr },
    });
  } else {
    if (request.url === '/token' && now.forge) forge(response);
    answer(request, response);
  }
}).listen(Number(port), '127.0.0.1', () => console.log('ready'));

/**
 * Another person in the token, under the signature of the first; with `by: 'own'` under that of a key that the token itself brings, with
 * `by: 'none'` under none.
 */
function forge(response) {
  const end = response.end.bind(response);
  response.end = (body, ...more) => {
    const said = JSON.parse(String(body));
    if (said.id_token) {
      const [head, payload, signature] = said.id_token.split('.');
      const { by, ...forged } = now.forge;
      const packed = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
      const claims = packed({ ...JSON.parse(Buffer.from(payload, 'base64url')), ...forged });
      said.id_token = by === undefined ? [head, claims, signature].join('.') : signedBy(by, claims, packed);
    }
    const forged = JSON.stringify(said);
    response.setHeader('content-length', Buffer.byteLength(forged));
    return end(forged, ...more);
  };
}

function signedBy(by, claims, packed) {
  if (by === 'none') return `${packed({ alg: 'none' })}.${claims}.`;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const content = `${packed({ alg: 'RS256', jwk: publicKey.export({ format: 'jwk' }) })}.${claims}`;
  return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
}

/** Talks to the province's provider of accounts: where to send a browser, and who has come back. Authorization code flow with PKCE. */
import * as client from 'openid-client';
import { clientSecretOf, type OidcConfig } from './config.ts';
import type { Pending } from './pending.ts';

/** Who they are there. */
export interface Claims extends Record<string, unknown> {
  sub: string;
}

const TIMEOUT_S = 10;
/** What the provider says of itself is asked for again after this. */
const KNOWN_MS = 60 * 60_000;

export class Provider {
  readonly config: OidcConfig;
  readonly #redirectUri: string;
  readonly #secret: string | undefined;
  #known: { at: number; asked: Promise<client.Configuration> } | undefined;

  /** @param publicUrl where people open the product @throws HaidangError `file-unreadable` */
  constructor(config: OidcConfig, publicUrl: string) {
    this.config = config;
    this.#redirectUri = new URL('/api/v1/session/oidc/callback', publicUrl).href;
    this.#secret = clientSecretOf(config);
  }

  /** @returns where the browser goes, and what has to come back with it @throws whatever keeps the provider from answering */
  async begin(): Promise<{ url: URL; pending: Pending }> {
    const about = await this.#discovered();
    const pending = {
      state: client.randomState(),
      nonce: client.randomNonce(),
      verifier: client.randomPKCECodeVerifier(),
    };
    const url = client.buildAuthorizationUrl(about, {
      redirect_uri: this.#redirectUri,
      scope: this.config.scope,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    return { url, pending };
  }

  /**
   * @param query of the address under which the browser has come back
   * @returns who it is: from the signed token, and from the provider's user info where the name is only there
   * @throws when state, nonce, issuer, audience, times or signature are not as they have to be
   */
  async end(query: URLSearchParams, { state, nonce, verifier }: Pending): Promise<Claims> {
    const about = await this.#discovered();
    const back = new URL(this.#redirectUri);
    back.search = query.toString();
    const tokens = await client.authorizationCodeGrant(about, back, {
      ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier },
      idTokenExpected: true,
    });
    const signed = tokens.claims()!;
    const { nameClaim, rolesClaim } = this.config;
    const isWhole = nameClaim in signed && (rolesClaim === undefined || rolesClaim in signed);
    if (isWhole || about.serverMetadata().userinfo_endpoint === undefined) return { ...signed };
    const more = await client.fetchUserInfo(about, tokens.access_token, signed.sub);
    // How they have shown who they are stands in what is signed, or nowhere.
    return { ...more, ...signed, amr: signed.amr };
  }

  /** One that could not be asked is asked again next time. */
  #discovered(): Promise<client.Configuration> {
    const { issuer, clientId } = this.config;
    if (this.#known && Date.now() - this.#known.at < KNOWN_MS) return this.#known.asked;
    const secret = this.#secret;
    const isPlain = new URL(issuer).protocol === 'http:';
    const asked = client.discovery(
      new URL(issuer),
      clientId,
      undefined,
      secret === undefined ? client.None() : client.ClientSecretBasic(secret),
      {
        timeout: TIMEOUT_S,
        // The signature of the token is looked at even where TLS already says whose it is.
        execute: [client.enableNonRepudiationChecks, ...(isPlain ? [client.allowInsecureRequests] : [])],
      },
    );
    const known = { at: Date.now(), asked };
    this.#known = known;
    asked.catch(() => {
      if (this.#known === known) this.#known = undefined;
    });
    return asked;
  }
}

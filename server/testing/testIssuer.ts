import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Claims {
  sub: string;
  email: string;
  email_verified: boolean;
  name: string;
}

/** An identity provider on a real socket that signs in whoever it is told to, without asking. */
export async function startTestIssuer(port = 0) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const nonces = new Map<string, string | null>();
  let claims: Claims = { sub: '1', email: 'a@example.com', email_verified: true, name: 'A' };
  let signingKey = privateKey;
  let url = '';
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const idToken = (nonce: string | null) => {
    const now = Math.floor(Date.now() / 1_000);
    const body = { iss: url, aud: 'knowngood', iat: now, exp: now + 300, nonce, ...claims };
    const signed = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(body)}`;
    return `${signed}.${createSign('RSA-SHA256').update(signed).sign(signingKey).toString('base64url')}`;
  };
  const server = createServer(async (request, response) => {
    const json = (value: object) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const asked = new URL(request.url ?? '/', url);
    if (asked.pathname === '/.well-known/openid-configuration')
      return json({
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (asked.pathname === '/keys')
      return json({
        keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }],
      });
    if (asked.pathname === '/authorize') {
      const code = randomUUID();
      nonces.set(code, asked.searchParams.get('nonce'));
      const back = new URL(asked.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.searchParams.get('state') ?? '');
      response.writeHead(302, { location: back.href }).end();
      return;
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    const code = new URLSearchParams(body).get('code') ?? '';
    if (!nonces.has(code)) response.writeHead(400).end('{"error":"invalid_grant"}');
    else
      json({
        access_token: 'x',
        token_type: 'Bearer',
        expires_in: 300,
        id_token: idToken(nonces.get(code) ?? null),
      });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    says(next: Claims, options: { forged?: boolean } = {}) {
      claims = next;
      signingKey = options.forged ? stranger : privateKey;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

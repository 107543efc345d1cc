#!/usr/bin/env node
// A carrier behind OAuth 2.0, for tests: the npm package oauth2-mock-server signs the tokens, jose looks at them. Prints its port, and ends when
// its standard input does.
//
// oauth_server.mjs PACKAGES FOLDER
//
// PACKAGES      the folder with node_modules
// FOLDER/rules  JSON: client ("basic" or "body"), id, secret, now (an instant: the clock that tokens begin and end by), lifetime (seconds), scope
//               (that the carrier wants in a token), refused (numbers with the milliseconds after which the first request about them is refused,
//               whatever its token); read anew for each request
// FOLDER/log    one line a request: "token CODE SCOPE", or "track CODE NUMBER TOKEN"
import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [packages, folder] = process.argv.slice(2);
const found = createRequire(join(packages, 'node_modules', 'oauth2-mock-server', 'package.json'));
const load = (name) => import(pathToFileURL(found.resolve(name)));
const { OAuth2Issuer, OAuth2Service } = await load('oauth2-mock-server');
const { createLocalJWKSet, jwtVerify } = await load('jose');

const rules = () => JSON.parse(readFileSync(join(folder, 'rules'), 'utf8'));
const log = (...words) => appendFileSync(join(folder, 'log'), words.join(' ') + '\n');

// RFC 6749, 2.3.1: id and secret in the header, each encoded as in a form, or members of the body; one way, not both.
const plain = (text) => new URLSearchParams(`value=${text}`).get('value');
function credentials(request) {
  const [kind, text] = (request.headers.authorization ?? '').split(' ');
  const { client_id: id, client_secret: secret } = request.body;
  if (kind !== 'Basic') return { client: 'body', id, secret };
  const [, user, password] = /^([^:&]*):([^:&]*)$/.exec(Buffer.from(text, 'base64').toString()) ?? [];
  return { client: id === undefined && secret === undefined ? 'basic' : 'both', id: plain(user), secret: plain(password) };
}

const issuer = new OAuth2Issuer();
await issuer.keys.generate('RS256');
const service = new OAuth2Service(issuer);

service.on('beforeTokenSigning', (token) => {
  const { now, lifetime } = rules();
  token.payload.iat = token.payload.nbf = Date.parse(now) / 1000;
  token.payload.exp = token.payload.iat + lifetime;
});

service.on('beforeResponse', (reply, request) => {
  const wanted = rules(), given = credentials(request);
  if (request.body.grant_type !== 'client_credentials' || ['client', 'id', 'secret'].some((name) => given[name] !== wanted[name])) {
    reply.statusCode = 401;
    reply.body = { error: 'invalid_client' };
  } else {
    reply.body.expires_in = wanted.lifetime;
  }
  log('token', reply.statusCode, request.body.scope);
});

async function allowed(token) {
  const { now, scope } = rules();
  const keys = createLocalJWKSet({ keys: issuer.keys.toJSON() });
  const { payload } = await jwtVerify(token, keys, { issuer: issuer.url, currentDate: new Date(now) });
  if ((payload.scope ?? '') !== scope) throw new Error('the scope is not ' + scope);
}

const asked = new Set();
async function refused(number) {
  const late = rules().refused?.[number];
  if (late === undefined || asked.has(number)) return;
  asked.add(number);
  await new Promise((done) => setTimeout(done, late));
  throw new Error('not yet');
}

async function track(request, response) {
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, ''), number = request.url.split('/').pop();
  const event = { at: '2026-01-02T20:30:00+01:00', code: 'T', text: 'Departed', city: 'Hamburg', country: 'DE' };
  let code = 200, body = { id: number, state: 'T', events: [event] };
  try {
    await refused(number);
    await allowed(token);
  } catch (fault) {
    code = 401;
    body = { error: fault.message };
  }
  log('track', code, number, token);
  response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

const server = createServer((request, response) =>
  request.url.startsWith('/track/') ? track(request, response) : service.requestHandler(request, response));
server.listen(0, '127.0.0.1', () => {
  issuer.url = 'http://127.0.0.1:' + server.address().port;
  console.log(server.address().port);
});
process.stdin.resume().on('end', () => process.exit());

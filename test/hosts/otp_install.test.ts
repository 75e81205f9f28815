import assert from "node:assert/strict";
import { test } from "node:test";
import { fromLines, fromStanzas } from "../../src/hosts/node/otp_install.ts";

const MIRROR = "http://mirror.example/debian";

test("Debian's archive in one-line sources", () => {
  assert.equal(fromLines(`# deb ${MIRROR} bookworm main\n`), undefined);
  assert.equal(fromLines("deb https://other.example/tools stable main\n"), undefined);
  assert.equal(fromLines("deb http://snapshot.example/archive/debian bookworm main\n"), undefined);
  assert.equal(fromLines("deb http://mirror.example/debian-security bookworm-security main\n"), undefined);
  assert.deepEqual(fromLines(`deb-src ${MIRROR} sid main\ndeb ${MIRROR}/ bookworm main\n`), {
    uri: `${MIRROR}/`,
    signedBy: undefined,
  });
  assert.deepEqual(fromLines(`deb [arch=amd64 signed-by=/keys/a.gpg] ${MIRROR} bookworm main\n`), {
    uri: MIRROR,
    signedBy: "/keys/a.gpg",
  });
});

test("Debian's archive in stanzas", () => {
  const stanza = (uri: string, more = "") =>
    `Types: deb\n# a remark\nURIs: ${uri}\nSuites: bookworm\nComponents: main\n${more}`;
  assert.deepEqual(fromStanzas(`${stanza("http://mirror.example/debian-security")}\n\n${stanza(MIRROR)}`), {
    uri: MIRROR,
    signedBy: undefined,
  });
  assert.equal(fromStanzas(stanza(MIRROR, "Enabled: no\n")), undefined);
  assert.equal(fromStanzas(stanza(MIRROR, "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n"))?.signedBy, undefined);
});

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface KeyAndCertificate {
  certFile: string;
  keyFile: string;
}

export interface Certificates {
  /** Trusted by both sides. */
  caFile: string;
  server: KeyAndCertificate;
  client: KeyAndCertificate;
  /** Its subject and its issuer's as Keycloak writes them: RFC 2253, last part first. */
  clientNames: { subjectDn: string; caSubjectDn: string };
  /** Of the same CA, with another subject. */
  stranger: KeyAndCertificate;
}

/** A CA, a server on 127.0.0.1 and two clients, made now in `folder` and valid for a day. */
export function makeCertificates(folder: string): Certificates {
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl(
    ..."req -x509 -days 1 -subj /CN=countersign-test-ca -keyout ca.key -out ca.pem".split(" "),
    ...newKey,
  );
  const issue = (name: string, subject: string, extension: string): KeyAndCertificate => {
    openssl("req", ...newKey, "-subj", subject, "-keyout", `${name}.key`, "-out", `${name}.csr`);
    writeFileSync(join(folder, `${name}.ext`), extension);
    openssl(
      ..."x509 -req -days 1 -CA ca.pem -CAkey ca.key -CAcreateserial".split(" "),
      ...["-in", `${name}.csr`, "-out", `${name}.pem`, "-extfile", `${name}.ext`],
    );
    return { certFile: join(folder, `${name}.pem`), keyFile: join(folder, `${name}.key`) };
  };
  return {
    caFile: join(folder, "ca.pem"),
    server: issue("server", "/CN=127.0.0.1", "subjectAltName=IP:127.0.0.1,DNS:localhost"),
    client: issue(
      "client",
      "/O=Countersign/CN=countersign-console-mtls",
      "extendedKeyUsage=clientAuth",
    ),
    clientNames: {
      subjectDn: "CN=countersign-console-mtls,O=Countersign",
      caSubjectDn: "CN=countersign-test-ca",
    },
    stranger: issue("stranger", "/O=Countersign/CN=stranger", "extendedKeyUsage=clientAuth"),
  };
}

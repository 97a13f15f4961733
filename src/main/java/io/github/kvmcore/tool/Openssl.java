package io.github.kvmcore.tool;

import io.github.kvmcore.exec.process.Command;
import java.nio.file.Path;
import java.util.List;

/**
 * The program openssl, 1.1.1 or newer. Every command writes its result to its standard output, and
 * has its configuration from its standard input, so that the host's own changes nothing.
 */
public final class Openssl {
  public static final String PROGRAM = "openssl";

  private static final String INPUT = "/dev/stdin";

  private Openssl() {}

  /** A new private key, of the elliptic curve that every TLS knows. */
  public static Command key() {
    return Command.of(
        PROGRAM, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256");
  }

  /** 32 random bytes as hexadecimal digits. */
  public static Command token() {
    return Command.of(PROGRAM, "rand", "-hex", "32");
  }

  /**
   * A certificate authority's own certificate.
   *
   * @param name what it is called; of letters, digits, blanks and -
   */
  public static Command authority(String name, Path key, int days) {
    return Command.of(
            List.of(
                PROGRAM,
                "req",
                "-x509",
                "-new",
                "-sha256",
                "-key",
                key.toString(),
                "-days",
                String.valueOf(days),
                "-config",
                INPUT))
        .withInput(
            request(name)
                + """
                x509_extensions = authority
                [authority]
                basicConstraints = critical, CA:TRUE, pathlen:0
                keyUsage = critical, keyCertSign, cRLSign
                subjectKeyIdentifier = hash
                """);
  }

  /** A request for a certificate of this name. */
  public static Command request(String name, Path key) {
    return Command.of(PROGRAM, "req", "-new", "-sha256", "-key", key.toString(), "-config", INPUT)
        .withInput(request(name));
  }

  /** The distinguished name stands last, as more of the section may follow. */
  private static String request(String name) {
    return "[name]\nCN = " + name + "\n[req]\nprompt = no\ndistinguished_name = name\n";
  }

  /**
   * Who signs.
   *
   * @param certificate the authority's
   */
  public record Signer(Path certificate, Path key) {}

  /**
   * A certificate for a request.
   *
   * @param serial hexadecimal digits; none other of this signer has the same
   * @param usage such as {@code serverAuth, clientAuth}
   * @param names such as {@code DNS:localhost, IP:127.0.0.1}; empty: none
   */
  public static Command sign(
      Path request, Signer signer, String serial, int days, String usage, String names) {
    return Command.of(
            List.of(
                PROGRAM,
                "x509",
                "-req",
                "-sha256",
                "-in",
                request.toString(),
                "-CA",
                signer.certificate().toString(),
                "-CAkey",
                signer.key().toString(),
                "-set_serial",
                "0x" + serial,
                "-days",
                String.valueOf(days),
                "-extfile",
                INPUT))
        .withInput(extensions(usage, names));
  }

  private static String extensions(String usage, String names) {
    return """
    basicConstraints = critical, CA:FALSE
    keyUsage = critical, digitalSignature
    subjectKeyIdentifier = hash
    authorityKeyIdentifier = keyid
    """
        + ("extendedKeyUsage = " + usage)
        + (names.isEmpty() ? "\n" : "\nsubjectAltName = " + names + "\n");
  }
}

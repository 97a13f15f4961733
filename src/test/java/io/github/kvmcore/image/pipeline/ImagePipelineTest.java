package io.github.kvmcore.image.pipeline;

import static io.github.kvmcore.image.pipeline.ImagePipelines.LIMIT;
import static io.github.kvmcore.image.pipeline.ImagePipelines.NOTHING;
import static io.github.kvmcore.image.pipeline.ImagePipelines.digest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.kvmcore.exec.process.Command;
import io.github.kvmcore.exec.process.CommandResult;
import io.github.kvmcore.failure.ExitCode;
import io.github.kvmcore.failure.KvmcoreException;
import io.github.kvmcore.image.check.RefusedException;
import io.github.kvmcore.image.pipeline.ImagePipeline.Passed;
import io.github.kvmcore.model.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One pass over bytes that all come: what it says of them, and what it writes. */
@Timeout(60)
class ImagePipelineTest {
  @TempDir Path folder;
  @AutoClose private ImagePipelines passes;

  @BeforeEach
  void serve() throws IOException {
    passes = new ImagePipelines(folder);
  }

  private static SignatureCheck signature(String script) {
    return new SignatureCheck() {
      @Override
      public Command command() {
        return Command.of("sh", "-c", script);
      }

      @Override
      public void judge(CommandResult result) {
        if (!result.ok()) {
          throw new RefusedException("has a bad signature: " + result.out().strip());
        }
      }
    };
  }

  @Test
  void allWitnessesAgree() throws IOException {
    String sum = digest("sha256", passes.packed).hex();
    Expected expected =
        new Expected(
            digest("sha256", passes.packed),
            digest("sha256", passes.plain),
            signature("test \"$(sha256sum)\" = '" + sum + "  -'"),
            "signature");
    passes.assertRight(passes.run(expected, 1));
    assertEquals(
        List.of((long) passes.plain.length),
        passes.told.unpacked.subList(passes.told.unpacked.size() - 1, passes.told.unpacked.size()));
    assertEquals(
        "a.bz2 " + passes.packed.length + "/" + passes.packed.length,
        passes.told.transfers.get(passes.told.transfers.size() - 1));
  }

  @Test
  void whatIsNotPackedIsItsOwnInside() throws IOException {
    passes.publish(passes.plain, passes.plain);
    passes.assertRight(passes.run(new Expected(null, digest("sha256", passes.plain), null, ""), 1));
    assertEquals(
        "is not what it should be",
        passes
            .refusal(new Expected(null, digest("sha256", new byte[0]), null, ""))
            .lines()
            .findFirst()
            .orElse(""));
  }

  @Test
  void theDigestOfTheWrittenImageIsTakenOnTheWay() throws IOException {
    System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb}, 0, passes.plain, 0, 4);
    passes.plain[passes.plain.length - 1] = 0;
    passes.publish(passes.plain);
    Passed passed = passes.run(NOTHING, 1);
    passes.assertRight(passed);
    assertEquals(digest("sha512", passes.plain), passed.written());
  }

  @Test
  void whatIsInsideIsReadOnceForItsDigest() throws IOException {
    System.arraycopy(new byte[] {'Q', 'F', 'I', (byte) 0xfb}, 0, passes.plain, 0, 4);
    passes.publish(passes.plain);
    Passed passed = passes.run(new Expected(null, digest("sha256", passes.plain), null, ""), 1);
    assertEquals(digest("sha256", passes.plain), passed.written());
    assertEquals(
        2, passes.programs.ran.stream().filter(c -> c.program().equals("openssl")).count());
  }

  @Test
  void coreutilsTakeTheDigestsWhereThereIsNoOpenssl() throws IOException {
    passes.programs.hide("openssl");
    passes.assertRight(passes.run(new Expected(null, digest("sha256", passes.plain), null, ""), 1));
    assertTrue(passes.programs.ran.stream().anyMatch(c -> c.program().equals("sha256sum")));
  }

  @Test
  void withoutTheProgramsJavaTakesTheDigests() throws IOException {
    passes.programs.hide("openssl", "sha512sum", "sha256sum", "lbzip2", "pbzip2", "bzip2");
    passes.assertRight(passes.run(new Expected(null, digest("sha256", passes.plain), null, ""), 1));
  }

  @Test
  void aWrongDigestOfTheFileIsToldBeforeItsDamage() {
    passes.packed[passes.packed.length / 2] ^= 0x55;
    Digest right = digest("sha512", passes.plain);
    String reason = passes.refusal(new Expected(right, null, null, ""));
    assertTrue(
        reason.startsWith("is not what it should be\n  expected " + right + "\n  actual"), reason);
  }

  @Test
  void aDamagedFileIsRefused() {
    passes.packed[passes.packed.length / 2] ^= 0x55;
    assertTrue(passes.refusal(NOTHING).startsWith("can't be unpacked; it is damaged or cut\n"));
  }

  @Test
  void aBadSignatureIsRefusedAlsoWhereItsProgramReadsNothing() {
    assertEquals(
        "has a bad signature: no key",
        passes.refusal(new Expected(null, null, signature("echo no key; exit 2"), "")));
  }

  @Test
  void aMissingProgramForTheSignatureIsTheHostsFault() {
    passes.programs.hide("sh");
    Expected expected = new Expected(null, null, signature(""), "");
    KvmcoreException e = assertThrows(KvmcoreException.class, () -> passes.run(expected, 1));
    assertEquals(ExitCode.HOST, e.exitCode());
  }

  @Test
  void aWrongDigestOfWhatIsInsideIsRefused() {
    Digest wrong = digest("sha256", passes.packed);
    String reason = passes.refusal(new Expected(null, wrong, null, ""));
    assertEquals(
        "is not what it should be\n  expected "
            + wrong
            + " of what is inside\n  actual   "
            + digest("sha256", passes.plain),
        reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bzip2", "gzip", "xz"})
  void whatFollowsThePackedBytesIsRefused(String program) throws IOException {
    byte[] once = passes.packed(program, passes.plain);
    byte[] more = Arrays.copyOf(once, once.length + 100_000);
    Arrays.fill(more, once.length, more.length, (byte) 'x');
    passes.server.files.put("/a.bz2", more);
    String reason = passes.refusal(NOTHING);
    assertTrue(reason.matches("(?s)(can't be unpacked|has something else behind).*"), reason);
    passes.programs.hide("lbzip2", "pbzip2", "pigz");
    reason = passes.refusal(NOTHING);
    assertTrue(reason.matches("(?s)(can't be unpacked|has something else behind).*"), reason);
  }

  @Test
  void aBombIsStoppedAndTheHostsDiskIsSafe() throws IOException {
    passes.server.files.put("/a.bz2", passes.packed("gzip", new byte[(int) LIMIT + 1]));
    assertTrue(passes.refusal(NOTHING).startsWith("becomes larger than 32.0 MiB when unpacked"));
  }

  @Test
  void zerosTakeNoRoom() throws Exception {
    byte[] disk = new byte[20 << 20];
    disk[10 << 20] = 1;
    passes.server.files.put("/a.bz2", passes.packed("gzip", disk));
    Passed passed = passes.run(NOTHING, 1);
    assertArrayEquals(disk, Files.readAllBytes(passed.image()));
    CommandResult used = passes.programs.run(Command.of("du", "-k", passed.image().toString()));
    assertTrue(Integer.parseInt(used.out().split("\\s")[0]) < 1000, used.out());
  }
}

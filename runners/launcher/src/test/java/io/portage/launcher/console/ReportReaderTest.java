package io.portage.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.launcher.inspect.Answers;
import io.portage.launcher.verify.VerifyJson;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import io.portage.verify.report.TableReport;
import io.portage.verify.report.VerifyReport;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports are read from files as the commands write them. */
final class ReportReaderTest {
  private static final String CUTOVER =
      """
      {"job": "users", "at": "2026-09-01T12:00:00Z", "verdict": "no go", "exitCode": 1,
       "expectedDowntimeMillis": 4200, "checks": [
         {"id": "lag", "title": "The job has no lag", "verdict": "no go", "millis": 12,
          "evidence": ["group g: 3 records"],
          "findings": [{"id": "lag", "problem": "3 records", "fix": "wait"}], "accepted": []}],
       "sourceColumns": {"public.users": ["id"]}}
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Reports read(
      @Nullable Path verify, @Nullable Path state, @Nullable Path cutover, boolean values)
      throws Exception {
    Reports reports =
        new ReportReader("users", new ReportPaths(verify, state, cutover), values).read();
    assertThat(
            ApiContract.read()
                .differences(
                    "/api/jobs/{job}/reports",
                    "get",
                    200,
                    new JsonMapper().readTree(Answers.bytes(reports))))
        .isEmpty();
    return reports;
  }

  private static String verified(String job, int findings) throws Exception {
    Instant at = Instant.parse("2026-09-01T12:00:00Z");
    List<Finding> found = new ArrayList<>();
    for (int i = 0; i < findings; i++) {
      found.add(
          new Finding(
              "users",
              List.of("public.users"),
              Row.of(Columns.of(List.of("id")), (long) i),
              DifferenceKind.DIFFERS,
              List.of("name"),
              "",
              "t-0-3",
              null,
              at,
              at,
              Map.of("name", new Finding.ValuePair("secret", null))));
    }
    return VerifyJson.of(
        job,
        new VerifyReport(
            at,
            at.plusSeconds(3),
            List.of(
                new TableReport(
                    "users",
                    List.of("public.users"),
                    10_000,
                    9_999,
                    Map.of(DifferenceKind.DIFFERS, (long) findings, DifferenceKind.AHEAD, 2L),
                    found,
                    ""))),
        "source");
  }

  @Test
  void readsTheReportOfAVerification() throws Exception {
    Reports reports = read(write("v.json", verified("users", 1)), null, null, true);

    Reports.VerifyResult result = java.util.Objects.requireNonNull(reports.verify());
    assertThat(result.outcome()).isEqualTo("different");
    assertThat(result.sourceRows()).isEqualTo(10_000);
    assertThat(result.differences()).isEqualTo(1);
    assertThat(result.undecided()).isEqualTo(2);
    assertThat(result.counts()).containsEntry("differs", 1L).containsEntry("ahead", 2L);
    Reports.VerifyFinding finding = result.tables().get(0).findings().get(0);
    assertThat(finding.key()).isEqualTo("[\"0\"]");
    assertThat(finding.deadLetter()).isEqualTo("t-0-3");
    assertThat(finding.values()).containsEntry("name", new Reports.ValuePair("secret", null));
    assertThat(result.isWhole()).isTrue();
    assertThat(reports.named()).containsExactly("--verify-report");
  }

  @Test
  void hidesRowValues() throws Exception {
    Reports reports = read(write("v.json", verified("users", 1)), null, null, false);

    assertThat(new String(Answers.bytes(reports), java.nio.charset.StandardCharsets.UTF_8))
        .contains("differs")
        .doesNotContain("secret");
  }

  @Test
  void returnsAThousandFindings() throws Exception {
    Reports.VerifyResult result =
        java.util.Objects.requireNonNull(
            read(write("v.json", verified("users", 1_200)), null, null, false).verify());

    assertThat(result.tables().get(0).findings()).hasSize(1_000);
    assertThat(result.differences()).isEqualTo(1_200);
    assertThat(result.isWhole()).isFalse();
  }

  @Test
  void readsTheProgressOfAVerification() throws Exception {
    Path state =
        write(
            "s.json",
            """
            {"users": {"step": 0, "done": 10, "sourceRows": 10, "targetRows": 0, "after": ["10"],
             "differed": [{"key": ["3"], "firstSeen": "2026-09-01T12:00:00Z"}]}}
            """);

    Reports.VerifyState progress =
        java.util.Objects.requireNonNull(read(null, state, null, false).progress());
    assertThat(progress.tables()).containsExactly(new Reports.TableProgress("users", 10, 0, 1));
  }

  @Test
  void readsTheReportOfACutover() throws Exception {
    Reports.CutoverResult result =
        java.util.Objects.requireNonNull(
            read(null, null, write("c.json", CUTOVER), false).cutover());

    assertThat(result.verdict()).isEqualTo("no go");
    assertThat(result.checks().get(0).findings())
        .containsExactly(new Reports.CutoverProblem("lag", "3 records", "wait"));
  }

  @Test
  void aFileThatIsNotWrittenYetIsNoProblem() throws Exception {
    Reports reports = read(folder.resolve("later.json"), null, null, false);

    assertThat(reports.verify()).isNull();
    assertThat(reports.problems()).isEmpty();
    assertThat(reports.named()).containsExactly("--verify-report");
  }

  @Test
  void refusesTheReportOfAnotherJob() throws Exception {
    Reports reports =
        read(
            write("v.json", verified("orders", 1)),
            null,
            write("c.json", CUTOVER.replace("users", "orders")),
            false);

    assertThat(reports.verify()).isNull();
    assertThat(reports.cutover()).isNull();
    assertThat(reports.problems())
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem).endsWith("it is of the job orders"));
  }

  @Test
  void tellsWhatItCannotReadWithoutItsContent() throws Exception {
    Path cut = write("cut.json", verified("users", 1).substring(0, 700));
    for (Path file : List.of(cut, write("n.json", "[]"), write("t.json", "secret"))) {
      for (boolean verify : List.of(true, false)) {
        Reports reports = read(verify ? file : null, null, verify ? null : file, true);
        assertThat(reports.problems())
            .singleElement()
            .asString()
            .contains(file.toString(), "cannot be read")
            .doesNotContain("secret");
      }
    }
  }

  @Test
  void refusesALongFile() throws Exception {
    Path file = folder.resolve("long.json");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(ReportFile.MOST_BYTES + 1);
    }

    assertThat(read(file, null, null, false).problems())
        .singleElement()
        .asString()
        .contains("more than 64 MB");
  }
}

package io.portage.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.assess.report.ConnectorJson;
import io.portage.assess.report.HtmlReport;
import io.portage.assess.report.JsonReport;
import io.portage.assess.report.RunBook;
import io.portage.assess.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * The reports of the same assessment are the files of {@code src/test/resources/assess}. What this
 * version writes is in {@code target/assess}.
 */
final class ReportsTest {
  private static final Assessment ASSESSMENT =
      Assessment.of(AssessFixtures.postgres(), Instant.parse("2024-05-06T07:08:09Z"));

  private static void assertGolden(String name, String text) throws IOException {
    Path written = Files.createDirectories(Path.of("target", "assess")).resolve(name);
    Files.writeString(written, text);
    assertThat(text).isEqualTo(Files.readString(Path.of("src/test/resources/assess", name)));
  }

  @Test
  void json() throws IOException {
    assertGolden("report.json", JsonReport.of(ASSESSMENT));
  }

  @Test
  void html() throws IOException {
    String html = HtmlReport.of(ASSESSMENT);

    assertThat(html).contains("not &lt;b&gt;a number").doesNotContain("<b>", "<script", "http:");
    assertGolden("report.html", html);
  }

  @Test
  void text() throws IOException {
    assertGolden("report.txt", TextReport.of(ASSESSMENT));
  }

  @Test
  void runBook() throws IOException {
    assertGolden("runbook.md", RunBook.of(ASSESSMENT, "j.yaml", "j.sql", "j-connector.json"));
  }

  @Test
  void connector() throws IOException {
    assertGolden(
        "connector.json",
        ConnectorJson.of(
            AssessFixtures.postgres(),
            "jdbc:postgresql://db:5433/shop?user=u&password=p",
            "broker:9092"));
  }

  @Test
  void theVerdictKnowsBlockersAndWhatWasNotRead() {
    assertThat(ASSESSMENT.reaches(Severity.BLOCKER)).isTrue();
    assertThat(ASSESSMENT.isIncomplete()).isTrue();
    Assessment clean = Assessment.of(AssessFixtures.clean(), Instant.EPOCH);
    assertThat(clean.reaches(Severity.NOTE)).isFalse();
    assertThat(clean.isIncomplete()).isFalse();
    Assessment unread = Assessment.of(AssessFixtures.withoutSlot(), Instant.EPOCH);
    assertThat(unread.reaches(Severity.WARNING)).isFalse();
    assertThat(unread.isIncomplete()).isTrue();
  }
}

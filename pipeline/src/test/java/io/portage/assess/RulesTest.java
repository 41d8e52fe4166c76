package io.portage.assess;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.assess.facts.Facts;
import io.portage.assess.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From facts to findings. */
final class RulesTest {
  private static List<FindingKind> kinds(Facts facts) {
    return Rules.apply(facts).stream().map(Finding::kind).distinct().toList();
  }

  @Test
  void findsNothingWhereNothingIsWrong() {
    assertThat(Rules.apply(AssessFixtures.clean())).isEmpty();
  }

  @Test
  void everyKindIsFound() {
    Set<FindingKind> found = new HashSet<>();
    found.addAll(kinds(AssessFixtures.postgres()));
    found.addAll(kinds(AssessFixtures.withoutSlot()));
    found.addAll(kinds(AssessFixtures.mariaDb(Map.of("log_bin", "OFF"))));
    found.addAll(
        kinds(
            AssessFixtures.mariaDb(
                Map.of(
                    "log_bin", "ON",
                    "binlog_format", "MIXED",
                    "binlog_row_image", "MINIMAL",
                    "binlog_row_metadata", "MINIMAL",
                    "binlog_row_value_options", "PARTIAL_JSON",
                    "binlog_expire_logs_seconds", "3600"))));

    assertThat(found).containsExactlyInAnyOrder(FindingKind.values());
  }

  @Test
  void aBinlogAsItShouldBeIsNoFinding() {
    assertThat(
            kinds(
                AssessFixtures.mariaDb(
                    Map.of(
                        "log_bin", "ON",
                        "binlog_format", "ROW",
                        "binlog_row_image", "FULL",
                        "binlog_row_metadata", "FULL",
                        "binlog_expire_logs_seconds", "604800"))))
        .noneMatch(kind -> kind.id().startsWith("source-binlog"));
  }

  @Test
  void theSameFactsGiveTheSameFindingsInOneOrder() {
    List<Finding> findings = Rules.apply(AssessFixtures.postgres());

    assertThat(findings).isSorted().isEqualTo(Rules.apply(AssessFixtures.postgres()));
    assertThat(findings).allMatch(finding -> !finding.fix().text().isBlank());
  }

  @Test
  void thePageListsEveryIdWithItsSeverityAndSection() throws IOException {
    List<String> rows = new ArrayList<>();
    for (FindingKind kind : FindingKind.values()) {
      rows.add(
          "| `"
              + kind.id()
              + "` | "
              + kind.severity().label()
              + (kind.undecided() ? " (not read)" : "")
              + " | ["
              + kind.section()
              + "](semantics.md#"
              + kind.anchor()
              + ") | "
              + kind.title()
              + " |");
    }
    assertThat(
            Files.readAllLines(Path.of("docs", "assess.md")).stream()
                .filter(line -> line.startsWith("| `") && line.contains("semantics.md#")))
        .containsExactlyElementsOf(rows);
  }

  @Test
  void everySectionIsAHeadingOfTheGuarantees() throws IOException {
    List<String> headings =
        Files.readAllLines(Path.of("docs", "semantics.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(Arrays.stream(FindingKind.values()).map(FindingKind::section).distinct())
        .isSubsetOf(headings);
  }
}

package io.portage.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.target.ForeignKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForeignKeyChecksTest {
  @Test
  void namesTablesThatReferToEachOtherInACycle() {
    List<CheckResult> checks =
        ForeignKeyChecks.of(
            List.of(
                key("leads", "leads_staff", "staff"),
                key("staff", "staff_team", "team"),
                key("team", "team_leads", "leads"),
                key("team", "team_parent", "team"),
                key("badge", "badge_staff", "staff")),
            Duration.ofMinutes(10));

    assertThat(checks.subList(0, 3))
        .allSatisfy(
            check -> {
              assertThat(check.status()).isEqualTo(CheckResult.CheckStatus.WARNING);
              assertThat(check.detail())
                  .contains("leads, staff, team refer to each other", "dead letters", "Drop one");
            });
    assertThat(checks.subList(3, 5))
        .extracting(CheckResult::detail)
        .allMatch(detail -> detail.contains("waits for its row of"));
  }

  private static ForeignKey key(String table, String name, String parent) {
    return new ForeignKey(table, name, List.of("of"), parent, List.of("id"));
  }
}

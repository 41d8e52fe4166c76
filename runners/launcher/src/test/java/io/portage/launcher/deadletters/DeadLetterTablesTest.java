package io.portage.launcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution;
import io.portage.deadletter.Resolution.ResolutionKind;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeadLetterTablesTest {
  @Test
  void countsDeadLettersByStageAndReasonInTheOrderOfTheStages() {
    String text =
        DeadLetterTables.groups(
            List.of(
                SummaryFixtures.failed(1, Stage.UPSERT, Reason.CONSTRAINT, 30),
                SummaryFixtures.failed(2, Stage.DECODE, Reason.MALFORMED, 10),
                SummaryFixtures.failed(3, Stage.UPSERT, Reason.CONSTRAINT, 20)));

    assertThat(text)
        .isEqualTo(
            """
              stage   reason      column  SQLState  letters  first failed          last failed           state
              ------  ----------  ------  --------  -------  --------------------  --------------------  ----------
              Decode  MALFORMED   -       -         1        2024-09-17T00:00:10Z  2024-09-17T00:00:10Z  unresolved
              Upsert  CONSTRAINT  name    23514     2        2024-09-17T00:00:20Z  2024-09-17T00:00:30Z  unresolved
            """);
  }

  @Test
  void printsOneLinePerDeadLetter() {
    String text =
        DeadLetterTables.lines(
            List.of(
                SummaryFixtures.failed(1, Stage.UPSERT, Reason.CONSTRAINT, 30),
                SummaryFixtures.resolved(4, ResolutionKind.STALE, "refused")),
            SummaryFixtures.tables());

    assertThat(text.lines().skip(2))
        .containsExactly(
            "  t-0-1  Upsert     CONSTRAINT    users  name    23514     1         2024-09-17T00:00:30Z"
                + "  unresolved  why it failed",
            "  t-0-4  Normalize  DOES_NOT_FIT  -      -       -         1         2024-09-17T00:00:04Z"
                + "  stale       why it failed");
  }

  @Test
  void printsTheOutcomeOfEachReplayedDeadLetter() {
    List<DeadLetterSummary> before = List.of(before(1), before(2), before(3), before(4), before(5));

    ReplayReport replayed =
        new ReplayReport(
            before,
            List.of(
                after(1, 1, new Resolution(ResolutionKind.APPLIED, 1, "")),
                after(2, 1, new Resolution(ResolutionKind.SUPERSEDED, 1, "by t-0-3")),
                after(3, 2, null),
                after(4, 1, new Resolution(ResolutionKind.STALE, 1, "refused by a newer row")),
                before(5)));

    assertThat(replayed.render().lines().skip(2))
        .containsExactly(
            "  t-0-1  Upsert  CONSTRAINT  applied",
            "  t-0-2  Upsert  CONSTRAINT  superseded by t-0-3",
            "  t-0-3  Upsert  CONSTRAINT  dead again: Upsert CONSTRAINT, attempt 2: why it failed",
            "  t-0-4  Upsert  CONSTRAINT  refused by a newer row",
            "  t-0-5  Upsert  CONSTRAINT  no outcome: the replay ended before it");
    assertThat(replayed.unresolved()).isEqualTo(1);
  }

  private static DeadLetterSummary before(long offset) {
    return after(offset, 1, null);
  }

  private static DeadLetterSummary after(long offset, int attempts, Resolution resolution) {
    return SummaryFixtures.head(offset, Stage.UPSERT, Reason.CONSTRAINT, 10, attempts, resolution);
  }
}

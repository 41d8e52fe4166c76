package io.portage.launcher.deadletters;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import org.jspecify.annotations.Nullable;

/** Summaries of dead letters for tests. */
final class SummaryFixtures {
  static final long AT = 1_726_531_200_000L;

  private SummaryFixtures() {}

  static DeadLetterSummary failed(long offset, Stage stage, Reason reason, long second) {
    return head(offset, stage, reason, second, 1, null);
  }

  static DeadLetterSummary resolved(long offset, Resolution.ResolutionKind kind, String message) {
    return head(
        offset,
        Stage.NORMALIZE,
        Reason.DOES_NOT_FIT,
        offset,
        1,
        new Resolution(kind, AT + 100_000, message));
  }

  static DeadLetterSummary head(
      long offset,
      Stage stage,
      Reason reason,
      long second,
      int attempts,
      @Nullable Resolution resolution) {
    return new DeadLetterSummary(
        new Coordinates("t", 0, offset),
        ChangePart.WHOLE,
        stage == Stage.UPSERT ? "users" : null,
        stage,
        new FailureCause(
            reason,
            "why it failed\nand more",
            stage == Stage.UPSERT ? "name" : null,
            null,
            stage == Stage.UPSERT ? "23514" : null),
        attempts,
        AT + 1_000 * second,
        AT + 1_000 * second,
        resolution);
  }
}

package io.portage.launcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution.ResolutionKind;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class DeadLetterFilterTest {
  private static final List<DeadLetterSummary> HEADS =
      List.of(
          SummaryFixtures.failed(1, Stage.UPSERT, Reason.CONSTRAINT, 30),
          SummaryFixtures.failed(2, Stage.DECODE, Reason.MALFORMED, 10),
          SummaryFixtures.failed(3, Stage.UPSERT, Reason.REFUSED, 20),
          SummaryFixtures.resolved(4, ResolutionKind.APPLIED, ""));

  @Test
  void selectsAllUnresolvedTheOldestFirst() {
    assertThat(ids(of(List.of(), List.of(), List.of()))).containsExactly("t-0-2", "t-0-3", "t-0-1");
  }

  @Test
  void selectsResolvedOnRequest() {
    assertThat(ids(with(null, null))).containsExactly("t-0-4", "t-0-2", "t-0-3", "t-0-1");
  }

  @Test
  void selectsByStageReasonAndId() {
    assertThat(ids(of(List.of(Stage.UPSERT), List.of(), List.of())))
        .containsExactly("t-0-3", "t-0-1");
    assertThat(ids(of(List.of(), List.of(Reason.MALFORMED, Reason.REFUSED), List.of())))
        .containsExactly("t-0-2", "t-0-3");
    assertThat(ids(of(List.of(Stage.UPSERT), List.of(Reason.MALFORMED), List.of()))).isEmpty();
    assertThat(ids(of(List.of(), List.of(), List.of("t-0-1", "t-0-4")))).containsExactly("t-0-1");
  }

  @Test
  void selectsByTimeWithTheEndExcluded() {
    assertThat(ids(between(10L, 20L))).containsExactly("t-0-2");
    assertThat(ids(between(20L, null))).containsExactly("t-0-3", "t-0-1");
    assertThat(ids(between(null, 20L))).containsExactly("t-0-2");
  }

  @Test
  void returnsUnknownIds() {
    assertThat(of(List.of(), List.of(), List.of("t-0-1", "nobody")).unknown(HEADS))
        .containsExactly("nobody");
  }

  private static DeadLetterFilter of(List<Stage> stages, List<Reason> reasons, List<String> ids) {
    return new DeadLetterFilter(stages, reasons, null, null, ids, false, null, null, null);
  }

  @Test
  void selectsByTableAndText() {
    assertThat(ids(with("t", null))).hasSize(4);
    assertThat(ids(with("another", null))).isEmpty();
    assertThat(ids(with(null, "T-0-3"))).containsExactly("t-0-3");
  }

  private static DeadLetterFilter with(@Nullable String table, @Nullable String text) {
    return new DeadLetterFilter(
        List.of(), List.of(), null, null, List.of(), true, table, null, text);
  }

  private static DeadLetterFilter between(@Nullable Long since, @Nullable Long until) {
    return new DeadLetterFilter(
        List.of(), List.of(), instant(since), instant(until), List.of(), false, null, null, null);
  }

  private static @Nullable Instant instant(@Nullable Long second) {
    return second == null ? null : Instant.ofEpochMilli(SummaryFixtures.AT + 1_000 * second);
  }

  private static List<String> ids(DeadLetterFilter selection) {
    return selection.of(HEADS, SummaryFixtures.tables()).stream()
        .map(DeadLetterSummary::id)
        .toList();
  }
}

package io.portage.launcher.deadletters;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects dead letters. Empty lists and nulls do not restrict.
 *
 * @param stages the stages that failed
 * @param reasons the reasons of the failures
 * @param since the earliest time of a failure, inclusive
 * @param until the latest time of a failure, exclusive
 * @param ids the ids of the dead letters
 * @param resolved true to include resolved dead letters
 */
public record DeadLetterFilter(
    List<Stage> stages,
    List<Reason> reasons,
    @Nullable Instant since,
    @Nullable Instant until,
    List<String> ids,
    boolean resolved) {
  /** Selects the dead letters with these ids, resolved or not. */
  public static DeadLetterFilter ofIds(List<String> ids) {
    return new DeadLetterFilter(List.of(), List.of(), null, null, ids, /* resolved= */ true);
  }

  /** Returns the selected ones of {@code heads}, the oldest first. */
  public List<DeadLetterSummary> of(List<DeadLetterSummary> heads) {
    Set<String> wanted = new HashSet<>(ids);
    return heads.stream()
        .filter(head -> stages.isEmpty() || stages.contains(head.stage()))
        .filter(head -> reasons.isEmpty() || reasons.contains(head.reason()))
        .filter(head -> since == null || head.failedAt() >= since.toEpochMilli())
        .filter(head -> until == null || head.failedAt() < until.toEpochMilli())
        .filter(head -> ids.isEmpty() || wanted.contains(head.id()))
        .filter(head -> resolved || head.resolution() == null)
        .sorted(
            Comparator.comparingLong(DeadLetterSummary::failedAt)
                .thenComparing(DeadLetterSummary::id))
        .toList();
  }

  /** Returns the requested ids that no dead letter has. */
  public List<String> unknown(List<DeadLetterSummary> heads) {
    List<String> unknown = new ArrayList<>(ids);
    heads.forEach(head -> unknown.remove(head.id()));
    return unknown;
  }
}

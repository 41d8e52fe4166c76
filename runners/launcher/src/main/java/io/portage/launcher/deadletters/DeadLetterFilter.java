package io.portage.launcher.deadletters;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
 * @param table the target table, the source table, or the topic
 * @param column the column that caused the failure
 * @param text a text that the id, the message or the SQLState contains, in any case
 */
public record DeadLetterFilter(
    List<Stage> stages,
    List<Reason> reasons,
    @Nullable Instant since,
    @Nullable Instant until,
    List<String> ids,
    boolean resolved,
    @Nullable String table,
    @Nullable String column,
    @Nullable String text) {
  /** Selects the dead letters with these ids, resolved or not. */
  public static DeadLetterFilter ofIds(List<String> ids) {
    return new DeadLetterFilter(
        List.of(), List.of(), null, null, ids, /* resolved= */ true, null, null, null);
  }

  /**
   * Returns the selected ones of {@code heads}, the oldest first.
   *
   * @param tables the tables of the dead letters
   */
  public List<DeadLetterSummary> of(List<DeadLetterSummary> heads, LetterTables tables) {
    String wantedText = text == null ? "" : text.toLowerCase(Locale.ROOT);
    Set<String> wanted = new HashSet<>(ids);
    return heads.stream()
        .filter(head -> stages.isEmpty() || stages.contains(head.stage()))
        .filter(head -> reasons.isEmpty() || reasons.contains(head.reason()))
        .filter(head -> since == null || head.failedAt() >= since.toEpochMilli())
        .filter(head -> until == null || head.failedAt() < until.toEpochMilli())
        .filter(head -> ids.isEmpty() || wanted.contains(head.id()))
        .filter(head -> resolved || head.resolution() == null)
        .filter(head -> table == null || tables.belongs(head, table))
        .filter(head -> column == null || column.equals(head.column()))
        .filter(
            head ->
                wantedText.isEmpty()
                    || contains(head.id(), wantedText)
                    || contains(head.message(), wantedText)
                    || contains(head.sqlState(), wantedText))
        .sorted(
            Comparator.comparingLong(DeadLetterSummary::failedAt)
                .thenComparing(DeadLetterSummary::id))
        .toList();
  }

  private static boolean contains(@Nullable String text, String wanted) {
    return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
  }

  /** Returns the requested ids that no dead letter has. */
  public List<String> unknown(List<DeadLetterSummary> heads) {
    List<String> unknown = new ArrayList<>(ids);
    heads.forEach(head -> unknown.remove(head.id()));
    return unknown;
  }
}

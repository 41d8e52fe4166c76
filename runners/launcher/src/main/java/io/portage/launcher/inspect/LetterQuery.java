package io.portage.launcher.inspect;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.launcher.deadletters.DeadLetterFilter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects dead letters for a page. Nulls do not restrict.
 *
 * @param filter the selection by stage, reason, time and state
 * @param table the target table, or the topic
 * @param column the column that caused the failure
 * @param text a text that the id, the message or the SQLState contains
 * @param from the number of selected dead letters that are skipped, the newest first
 * @param limit the number of dead letters of the page
 */
public record LetterQuery(
    DeadLetterFilter filter,
    @Nullable String table,
    @Nullable String column,
    @Nullable String text,
    int from,
    int limit) {
  /**
   * Returns the selected ones, the oldest first.
   *
   * @param topics the topics of the table: a dead letter that failed before its table was known
   *     belongs to the tables of its topic
   */
  List<DeadLetterSummary> of(List<DeadLetterSummary> all, Set<String> topics) {
    String wanted = text == null ? "" : text.toLowerCase(Locale.ROOT);
    return filter.of(all).stream()
        .filter(
            one ->
                table == null
                    || table.equals(one.table())
                    || table.equals(one.coordinates().topic())
                    || (one.table() == null && topics.contains(one.coordinates().topic())))
        .filter(one -> column == null || column.equals(one.column()))
        .filter(
            one ->
                wanted.isEmpty()
                    || contains(one.id(), wanted)
                    || contains(one.message(), wanted)
                    || contains(one.sqlState(), wanted))
        .toList();
  }

  private static boolean contains(@Nullable String text, String wanted) {
    return text != null && text.toLowerCase(Locale.ROOT).contains(wanted);
  }
}

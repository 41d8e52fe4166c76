package io.portage.launcher.deadletters;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution;
import io.portage.launcher.output.TextTable;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Formats dead letters as tables for display. */
public final class DeadLetterTables {
  private DeadLetterTables() {}

  /** The common values of a group of dead letters, in the order of the columns. */
  private record DeadLetterGroup(
      Stage stage, Reason reason, String column, String sqlState, String state) {
    static DeadLetterGroup of(DeadLetterSummary head) {
      return new DeadLetterGroup(
          head.stage(),
          head.reason(),
          orDash(head.column()),
          orDash(head.sqlState()),
          DeadLetterTables.state(head));
    }
  }

  /**
   * Returns the number of dead letters of each kind, with the times of the first and the last
   * failure.
   */
  static String groups(List<DeadLetterSummary> heads) {
    TreeMap<DeadLetterGroup, List<DeadLetterSummary>> groups =
        new TreeMap<>(
            Comparator.comparing(DeadLetterGroup::stage)
                .thenComparing(DeadLetterGroup::reason)
                .thenComparing(DeadLetterGroup::column)
                .thenComparing(DeadLetterGroup::sqlState)
                .thenComparing(DeadLetterGroup::state));
    heads.forEach(
        head ->
            groups.computeIfAbsent(DeadLetterGroup.of(head), group -> new ArrayList<>()).add(head));
    List<List<String>> rows = new ArrayList<>();
    groups.forEach(
        (group, members) ->
            rows.add(
                List.of(
                    group.stage().label(),
                    group.reason().name(),
                    group.column(),
                    group.sqlState(),
                    Integer.toString(members.size()),
                    time(
                        members.stream()
                            .mapToLong(DeadLetterSummary::firstFailedAt)
                            .min()
                            .orElseThrow()),
                    time(
                        members.stream()
                            .mapToLong(DeadLetterSummary::failedAt)
                            .max()
                            .orElseThrow()),
                    group.state())));
    return TextTable.render(
        List.of(
            "stage",
            "reason",
            "column",
            "SQLState",
            "letters",
            "first failed",
            "last failed",
            "state"),
        rows);
  }

  /** Returns one line per dead letter. */
  static String lines(List<DeadLetterSummary> heads, LetterTables tables) {
    return TextTable.render(
        List.of(
            "id",
            "stage",
            "reason",
            "table",
            "column",
            "SQLState",
            "attempts",
            "failed",
            "state",
            "message"),
        heads.stream()
            .map(
                head ->
                    List.of(
                        head.id(),
                        head.stage().label(),
                        head.reason().name(),
                        orDash(tables.tableOf(head)),
                        orDash(head.column()),
                        orDash(head.sqlState()),
                        Integer.toString(head.attempts()),
                        time(head.failedAt()),
                        state(head),
                        oneLine(head.message())))
            .toList());
  }

  /** Returns {@code unresolved}, or the kind of the dead letter's resolution. */
  public static String state(DeadLetterSummary head) {
    Resolution resolution = head.resolution();
    return resolution == null ? "unresolved" : name(resolution);
  }

  static String name(Resolution resolution) {
    return resolution.kind().name().toLowerCase(Locale.ROOT);
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }

  private static String oneLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static String orDash(@Nullable String text) {
    return text == null ? "-" : text;
  }
}

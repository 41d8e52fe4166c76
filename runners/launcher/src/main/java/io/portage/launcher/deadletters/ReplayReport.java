package io.portage.launcher.deadletters;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution;
import io.portage.launcher.demo.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of a replay, derived from the summaries of the dead letters before and after it. */
final class ReplayReport {
  private final List<List<String>> rows = new ArrayList<>();
  private long unresolved;

  /**
   * Compares the replayed dead letters {@code before} a replay with all dead letters {@code after}
   * it.
   */
  ReplayReport(List<DeadLetterSummary> before, List<DeadLetterSummary> after) {
    Map<String, DeadLetterSummary> byId = new HashMap<>();
    after.forEach(head -> byId.put(head.id(), head));
    for (DeadLetterSummary head : before) {
      String result = result(head, byId.get(head.id()));
      rows.add(List.of(head.id(), head.stage().label(), head.reason().name(), result));
    }
  }

  private String result(DeadLetterSummary before, @Nullable DeadLetterSummary after) {
    if (after == null || after.equals(before)) {
      unresolved++;
      return "no outcome: the replay ended before it";
    }
    Resolution resolution = after.resolution();
    if (resolution == null) {
      return "dead again: "
          + after.stage().label()
          + " "
          + after.reason()
          + ", attempt "
          + after.attempts()
          + ": "
          + after.message().lines().findFirst().orElse("");
    }
    return switch (resolution.kind()) {
      case STALE -> resolution.message();
      case SUPERSEDED -> "superseded " + resolution.message();
      default -> DeadLetterTables.name(resolution);
    };
  }

  /** Returns the number of dead letters without an outcome, which is an error. */
  long unresolved() {
    return unresolved;
  }

  /** Returns one line per dead letter. */
  String render() {
    return TextTable.render(List.of("id", "was", "for", "is"), rows);
  }
}

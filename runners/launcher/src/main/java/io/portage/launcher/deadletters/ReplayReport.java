package io.portage.launcher.deadletters;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.Resolution;
import io.portage.launcher.demo.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a replay made of letters, told from how they stood before and how they stand behind it. */
final class ReplayReport {
  private final List<List<String>> rows = new ArrayList<>();
  private long unresolved;

  /** The letters {@code before} a replay, and all letters {@code after} it. */
  ReplayReport(List<DeadLetterSummary> before, List<DeadLetterSummary> after) {
    Map<String, DeadLetterSummary> byId = new HashMap<>();
    after.forEach(head -> byId.put(head.id(), head));
    for (DeadLetterSummary head : before) {
      String result = result(head, byId.get(head.id()));
      rows.add(List.of(head.id(), head.stage().label(), head.reason().name(), result));
    }
  }

  private String result(DeadLetterSummary before, DeadLetterSummary after) {
    if (after == null || after.equals(before)) {
      unresolved++;
      return "nothing is known of it: the replay did not come so far";
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

  /** How many letters have no outcome, which is an error. */
  long unresolved() {
    return unresolved;
  }

  /** A line for each letter. */
  String render() {
    return TextTable.render(List.of("id", "was", "for", "is"), rows);
  }
}
